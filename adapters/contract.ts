/**
 * The contract suite: cases that every storage adapter must pass, as data. It does not depend on a test runner, and imports only
 * `node:assert`, so it runs on Node, Deno and Bun.
 *
 * To run it, pass the capabilities of your adapter, and give each case an empty store of its own. With a test runner, the body of
 * the loop becomes ``test(`${group}: ${name}`, () => run(subject))``. {@linkcode ContractSubject} says what a durable store
 * needs. A shared store is opened several times in a case, as several processes would do.
 *
 * An adapter that is a `StorageDriver` behind the core's `GuardedStorage` passes the cases about arguments and closing without any
 * work.
 *
 * @example
 * ```ts
 * import { storageContract } from "varpost/adapters/contract";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * const capabilities = { durable: false, shared: false };
 * for (const { group, name, run } of storageContract(capabilities, { queries: true, health: true })) {
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
import { health } from "./contract/_health.ts";
import { listing } from "./contract/_listing.ts";
import { names } from "./contract/_names.ts";
import { preconditions } from "./contract/_preconditions.ts";
import { queries } from "./contract/_queries.ts";
import { queryArguments } from "./contract/_query_arguments.ts";
import { queryNames } from "./contract/_query_names.ts";
import { queryPages } from "./contract/_query_pages.ts";
import { queryValues } from "./contract/_query_values.ts";
import { randomQueries } from "./contract/_random_queries.ts";
import { reading } from "./contract/_reading.ts";
import { records } from "./contract/_records.ts";
import { roundTrips } from "./contract/_round_trips.ts";
import { Session } from "./contract/_session.ts";
import { sharedClears } from "./contract/_shared_clears.ts";
import { sharedCrashes } from "./contract/_shared_crashes.ts";
import { sharedReads } from "./contract/_shared_reads.ts";
import { sharedWrites } from "./contract/_shared_writes.ts";
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
  queries,
  queryNames,
  queryValues,
  queryPages,
  randomQueries,
  queryArguments,
  closing,
  health,
  durability,
  sharing,
  sharedWrites,
  sharedClears,
  sharedReads,
  sharedCrashes,
];

/**
 * Makes the cases for an adapter with these capabilities. Cases that need other capabilities are left out.
 *
 * @param capabilities The capabilities of the adapter, equal to its member `capabilities`. With `shared`, subjects are opened
 * several times at once, as several processes would do.
 * @param seams What the subjects can do in addition, for more cases. Default: nothing.
 * @returns The cases. Run each on a store of its own.
 */
export function storageContract(
  capabilities: StorageCapabilities,
  seams: ContractSeams = {},
): readonly ContractCase[] {
  const { failingSyncs = false, queries = false, health = false, fullDisk = false } = seams;
  const able = { ...capabilities, failingSyncs, queries, health, fullDisk };
  return [capabilitiesGroup(capabilities, { query: queries, health }), ...GROUPS].flatMap(
    ({ group, cases }) =>
      cases
        .filter((definition) => applies(definition, able))
        .map(({ name, run }) => ({
          group,
          name,
          run: (subject) => Session.run(subject, run),
        })),
  );
}

/** The seams by which an author says that the storage has an optional member. */
const OPTIONAL = { query: "queries", health: "health" } as const;

function capabilitiesGroup(
  capabilities: StorageCapabilities,
  expected: Readonly<Record<keyof typeof OPTIONAL, boolean>>,
): CaseGroup {
  const cases: readonly CaseDefinition[] = [
    {
      name: "they are those for which the suite was asked",
      async run({ storage }) {
        assert.deepEqual({ ...storage.capabilities }, { ...capabilities });
      },
    },
    ...(["query", "health"] as const).map((member): CaseDefinition => {
      const seam = OPTIONAL[member];
      return {
        name: `the storage has '${member}' exactly if the suite was asked for '${seam}'`,
        async run({ storage }) {
          const isThere = storage[member] !== undefined;
          const hint = isThere ? `pass '${seam}: true' in the seams` : `leave '${seam}' out`;
          assert.equal(isThere, expected[member], `To storageContract(): ${hint}`);
        },
      };
    }),
  ];
  return { group: "capabilities", cases };
}

const ABILITIES = [
  "durable",
  "shared",
  "failingSyncs",
  "queries",
  "health",
  "fullDisk",
] as const satisfies readonly (keyof Abilities)[];

function applies({ needs = {} }: CaseDefinition, able: Abilities): boolean {
  const wanted = { ...able, ...needs };
  return ABILITIES.every((ability) => wanted[ability] === able[ability]);
}
