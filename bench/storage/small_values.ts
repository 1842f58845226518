import { randomBytes } from "node:crypto";
import type { Change, VariableStorage } from "../../dist/core/mod.js";
import { eachAtOnce } from "./at_once.ts";

/** Each instance has so many variables. */
export const VARIABLES_EACH = 10;

const content = randomBytes(30);
const changes: readonly Change[] = Array.from({ length: VARIABLES_EACH }, (_, at) => {
  return { op: "put", name: `variable${at}`, type: "Bytes", valueInfo: {}, content };
});

/** Writes all variables, of 30 bytes each, of the instances from this number up to that one. Numbers over `instances` start anew. */
export async function writeInstances(
  storage: VariableStorage,
  from: number,
  to: number,
  instances: number,
): Promise<void> {
  await eachAtOnce(from, to, async (at) => {
    await storage.apply(`instance${at % instances}`, changes);
  });
}
