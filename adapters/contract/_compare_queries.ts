import assert from "node:assert/strict";
import type {
  FoundVariable,
  QueryPageOptions,
  StorageQuery,
} from "../../core/storage/query/storage_query.ts";
import { assertBytes } from "./_content.ts";
import { Dice } from "./_dice.ts";
import { queryOf } from "./_find.ts";
import { plainPart, plainQuery, positionOf } from "./_plain_query.ts";
import type { QueryStore } from "./_query_stores.ts";
import { randomPart, randomQuery } from "./_random_query.ts";
import { RandomStore } from "./_random_store.ts";
import type { Session } from "./_session.ts";
import { type AskQuery, walkQuery } from "./_walk_query.ts";

/** Of so many variables of an answer, the whole records are compared; of all others, positions and versions. */
const WHOLE_RECORDS = 100;
const ROUNDS = 4;

/** What to compare. */
export interface QueryComparison {
  readonly kind: QueryStore;
  /** Of the store and the queries. */
  readonly seed: number;
  /** Number of queries. */
  readonly queries: number;
}

/**
 * Fills a store at random, and compares random queries with the plain answers; then changes it, and goes on. A durable store is opened
 * again meanwhile.
 *
 * @param session Its store is empty.
 * @returns Yields a line for each difference.
 */
export async function* compareQueries(
  session: Session,
  { kind, seed, queries }: QueryComparison,
): AsyncGenerator<string, void, undefined> {
  const dice = new Dice(seed);
  const store = new RandomStore(dice, kind);
  await store.fill(session.storage);
  for (let number = 0, round = 0; number < queries; number++) {
    if (number >= (queries * (round + 1)) / ROUNDS) {
      round++;
      await store.change(session.storage);
      if (session.storage.capabilities.durable && round % 2 === 0) await session.reopen();
    }
    const { variables } = store;
    const query = randomQuery(dice, variables);
    const found = plainQuery(variables, query);
    const part = randomPart(dice, variables, found.length);
    try {
      await compareQuery(queryOf(session.storage), query, part, found);
    } catch (error) {
      const message = error instanceof Error ? error.message : `${error}`;
      const what = `${showQuery(query)}, ${showQuery(part)}`;
      yield `seed ${seed}, query ${number}, ${what}: ${message}`;
    }
  }
}

async function compareQuery(
  ask: AskQuery,
  query: StorageQuery,
  part: QueryPageOptions,
  found: readonly FoundVariable[],
): Promise<void> {
  const { after, skip = 0 } = part;
  const expected = plainPart(found, query, after, skip);
  const walked = await walkQuery(ask, query, part);
  assert.equal(walked.skipped, expected.skipped, `skipped ${walked.skipped}`);
  const { length } = expected.variables;
  for (const [index, variable] of expected.variables.entries()) {
    assertSame(walked.variables[index], variable, length <= WHOLE_RECORDS);
  }
  assert.equal(walked.variables.length, length, `found ${walked.variables.length} of ${length}`);
}

function assertSame(
  actual: FoundVariable | undefined,
  expected: FoundVariable,
  isWhole: boolean,
): void {
  assert.ok(actual, `does not find ${JSON.stringify(positionOf(expected))}`);
  assert.deepEqual(positionOf(actual), positionOf(expected));
  assert.equal(actual.record.version, expected.record.version);
  if (!isWhole) return;
  const { inline, ...record } = actual.record;
  const { inline: bytes, ...rest } = expected.record;
  assert.deepEqual(record, rest);
  if (bytes === undefined) assert.equal(inline, undefined);
  else assertBytes(inline, bytes);
}

/** Writes a query so that it can be read, and be tried by hand. */
function showQuery(value: unknown): string {
  return JSON.stringify(value, (_, member) => {
    if (member instanceof Uint8Array) return `key ${[...member].join(" ")}`;
    if (member === Infinity) return "Infinity";
    return Array.isArray(member) && member.length > 10 ? `${member.length} members` : member;
  });
}
