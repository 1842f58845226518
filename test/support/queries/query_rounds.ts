import { compareQueries } from "../../../adapters/contract/_compare_queries.ts";
import {
  FREQUENT_NAMES,
  MANY_NAMES,
  ODD_NAMES,
  type QueryStore,
  VERY_FREQUENT_NAMES,
} from "../../../adapters/contract/_query_stores.ts";
import { Session } from "../../../adapters/contract/_session.ts";
import type { WithSubject } from "./query_subjects.ts";

const QUERIES_A_STORE = 25;
/** Large stores take longer, so there are fewer of them. */
const KINDS: readonly QueryStore[] = [
  ...[ODD_NAMES, ODD_NAMES, FREQUENT_NAMES, ODD_NAMES, ODD_NAMES, ODD_NAMES, MANY_NAMES],
  ...[ODD_NAMES, ODD_NAMES, ODD_NAMES, VERY_FREQUENT_NAMES, ODD_NAMES, ODD_NAMES, ODD_NAMES],
  ...[FREQUENT_NAMES, ODD_NAMES, ODD_NAMES, ODD_NAMES, MANY_NAMES, ODD_NAMES],
];

/** What the comparisons with a storage have shown. */
export interface QueryCounts {
  readonly queries: number;
  readonly stores: number;
  /** A line for each. */
  readonly differences: readonly string[];
}

/**
 * Compares random queries in random stores with the plain answers.
 *
 * @param withSubject Gives an empty store.
 * @param queries Number of queries.
 * @param seed The seed of the first store; that of each other one is greater by 1 than the one before.
 */
export async function runQueryRounds(
  withSubject: WithSubject,
  queries: number,
  seed: number,
): Promise<QueryCounts> {
  const differences: string[] = [];
  let stores = 0;
  for (let left = queries; left > 0; left -= QUERIES_A_STORE) {
    const comparison = {
      kind: KINDS[stores % KINDS.length] ?? ODD_NAMES,
      seed: seed + stores,
      queries: Math.min(left, QUERIES_A_STORE),
    };
    await withSubject((subject) =>
      Session.run(subject, async (session) => {
        for await (const line of compareQueries(session, comparison)) differences.push(line);
      }),
    );
    stores++;
  }
  return { queries, stores, differences };
}
