import { shorten } from "../../errors/_shorten.ts";
import type { VariableStorage } from "../../storage/storage.ts";
import { engineRefusal } from "./_refusals.ts";

/**
 * Checks that a transient value comes over none that is kept, as the engine does (ENGINE-17006): nothing of it is stored, so
 * the old value would stay, and the answer would tell otherwise.
 *
 * @param storage Where values are kept.
 * @param instanceId Id of the process instance.
 * @param name The variable's name.
 * @throws {InvalidVariableError} If there is such a value.
 */
export async function refuseKept(
  storage: VariableStorage,
  instanceId: string,
  name: string,
): Promise<void> {
  if ((await storage.stat(instanceId, name)) === undefined) return;
  throw engineRefusal(
    `ENGINE-17006 Cannot set transient variable with name ${shorten(name)} to non-transient variable and vice versa.`,
  );
}
