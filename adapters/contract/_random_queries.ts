import assert from "node:assert/strict";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { compareQueries, type QueryComparison } from "./_compare_queries.ts";
import { FREQUENT_NAMES, MANY_NAMES, ODD_NAMES } from "./_query_stores.ts";

const COMPARISONS: readonly QueryComparison[] = [
  ...Array.from({ length: 4 }, (_, i) => ({ kind: ODD_NAMES, seed: i + 1, queries: 50 })),
  { kind: FREQUENT_NAMES, seed: 5, queries: 15 },
  { kind: MANY_NAMES, seed: 6, queries: 30 },
];

/** Queries find what a plain evaluation finds, in the same order, whatever is stored. */
export const randomQueries: CaseGroup = {
  group: "random queries",
  cases: COMPARISONS.map(
    ({ kind, seed, queries }): CaseDefinition => ({
      name: `${queries} of a store with ${kind.what}, from seed ${seed}`,
      needs: { queries: true },
      async run(session) {
        const differences = compareQueries(session, { kind, seed, queries });
        for await (const difference of differences) assert.fail(difference);
      },
    }),
  ),
};
