import type { VariableStorage } from "../../../dist/core/mod.js";
import { eachAtOnce } from "../at_once.ts";
import { instanceId, variablesOf } from "./stored.ts";

/** Writes the variables of so many instances. */
export async function fill(storage: VariableStorage, instances: number): Promise<void> {
  await eachAtOnce(0, instances, async (at) => {
    await storage.apply(instanceId(at), variablesOf(at));
  });
}
