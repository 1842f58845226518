import { shorten } from "../../errors/_shorten.ts";
import type { VariableStorage } from "../../storage/storage.ts";
import { engineRefusal } from "./_refusals.ts";

/**
 * Refuses a transient value for a variable that is stored, as the engine does (ENGINE-17006). A transient value is never stored, so
 * the old value would stay although the request succeeded.
 *
 * @param storage The storage of the variables.
 * @param instanceId Id of the process instance.
 * @param name The variable's name.
 * @throws {InvalidVariableError} If the variable is stored.
 */
export async function refuseTransientOverStored(
  storage: VariableStorage,
  instanceId: string,
  name: string,
): Promise<void> {
  if ((await storage.stat(instanceId, name)) === undefined) return;
  throw engineRefusal(
    `ENGINE-17006 Cannot set transient variable with name ${shorten(name)} to non-transient variable and vice versa.`,
  );
}
