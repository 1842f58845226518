/**
 * The contract suite: what every storage adapter must do, as data. It knows no test runner and needs nothing but
 * `node:assert`, so it runs on Node, Deno and Bun alike.
 *
 * To bind it, say what your adapter can do and give each case an empty store of its own. With a test runner, the body of
 * the loop becomes ``test(`${group}: ${name}`, () => run(subject))``. What a durable store adds is told by
 * {@linkcode ContractSubject}. A shared store is opened several times in a case, as by several processes.
 *
 * An adapter that is a `StorageDriver` behind the core's `GuardedStorage` has the cases about arguments and closing for nothing.
 *
 * @example
 * ```ts
 * import { storageContract } from "varpost/adapters/contract";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * for (const { group, name, run } of storageContract({ durable: false, shared: false })) {
 *   const storage = new MemoryStorage();
 *   const subject = { open: async () => storage, leftovers: async () => [] };
 *   await assert.doesNotReject(run(subject), `${group}: ${name}`);
 * }
 * ```
 * @module
 */

import assert from "node:assert/strict";
import type { StorageCapabilities } from "../core/storage/storage.ts";
import { callArguments } from "./contract/_arguments.ts";
import { batches } from "./contract/_batches.ts";
import type { Abilities, CaseDefinition, CaseGroup } from "./contract/_case_group.ts";
import { closing } from "./contract/_closing.ts";
import { concurrency } from "./contract/_concurrency.ts";
import { durability } from "./contract/_durability.ts";
import { listing } from "./contract/_listing.ts";
import { names } from "./contract/_names.ts";
import { preconditions } from "./contract/_preconditions.ts";
import { reading } from "./contract/_reading.ts";
import { records } from "./contract/_records.ts";
import { roundTrips } from "./contract/_round_trips.ts";
import { Session } from "./contract/_session.ts";
import { sharing } from "./contract/_sharing.ts";
import { staging } from "./contract/_staging.ts";
import type { ContractCase, ContractSeams } from "./contract/contract_case.ts";

export type { ContractCase, ContractSeams, ContractSubject } from "./contract/contract_case.ts";

const GROUPS: readonly CaseGroup[] = [
  roundTrips,
  records,
  staging,
  batches,
  preconditions,
  reading,
  concurrency,
  names,
  callArguments,
  listing,
  closing,
  durability,
  sharing,
];

/**
 * The cases for an adapter of these capabilities. A case that needs another one is left out; none skips itself.
 *
 * @param capabilities Those of the adapter, as its `capabilities` will say. With `shared`, subjects are opened several times at
 *   once, as several processes would do.
 * @param seams What the subjects can do beyond what they must. Default nothing.
 * @returns The cases; each is run on a store of its own.
 */
export function storageContract(
  capabilities: StorageCapabilities,
  seams: ContractSeams = {},
): readonly ContractCase[] {
  const { failingSyncs = false } = seams;
  const able = { ...capabilities, failingSyncs };
  return [capabilitiesGroup(capabilities), ...GROUPS].flatMap(({ group, cases }) =>
    cases
      .filter((definition) => applies(definition, able))
      .map(({ name, run }) => ({
        group,
        name,
        run: (subject) => Session.run(subject, run),
      })),
  );
}

function capabilitiesGroup(capabilities: StorageCapabilities): CaseGroup {
  const name = "they are those for which the suite was asked";
  const run = async ({ storage }: Session) => {
    assert.deepEqual({ ...storage.capabilities }, { ...capabilities });
  };
  return { group: "capabilities", cases: [{ name, run }] };
}

function applies({ needs = {} }: CaseDefinition, able: Abilities): boolean {
  const { durable, shared, failingSyncs } = { ...able, ...needs };
  return durable === able.durable && shared === able.shared && failingSyncs === able.failingSyncs;
}
