import {
  type ContractSeams,
  type ContractSubject,
  storageContract,
} from "../../adapters/contract.ts";
import type { StorageCapabilities } from "../../core/storage/storage.ts";
import type { Suite } from "./suite.ts";

/**
 * Adds the contract suite to a suite of tests, one test for each case.
 *
 * @param capabilities The capabilities of the adapter.
 * @param withSubject Calls its argument with the subject of one case, and cleans up afterwards.
 * @param seams What the subjects can do in addition.
 */
export function testContract(
  test: Suite,
  capabilities: StorageCapabilities,
  withSubject: (run: (subject: ContractSubject) => Promise<void>) => Promise<void>,
  seams: ContractSeams = {},
): void {
  for (const { group, name, run } of storageContract(capabilities, seams)) {
    test(`${group}: ${name}`, () => withSubject(run));
  }
}
