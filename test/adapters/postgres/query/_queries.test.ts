import assert from "node:assert/strict";
import { compareQueries } from "../../../../adapters/contract/_compare_queries.ts";
import {
  FREQUENT_NAMES,
  MANY_NAMES,
  ODD_NAMES,
} from "../../../../adapters/contract/_query_stores.ts";
import { Session } from "../../../../adapters/contract/_session.ts";
import { Queries } from "../../../../adapters/postgres/query/_queries.ts";
import {
  QUERY_LIMITS,
  type QueryLimits,
} from "../../../../adapters/postgres/query/_query_limits.ts";
import { PostgresStorage } from "../../../../adapters/postgres.ts";
import { checkQuery, checkQueryPage } from "../../../../core/storage/query/check_query.ts";
import type {
  QueryPageOptions,
  StorageQuery,
} from "../../../../core/storage/query/storage_query.ts";
import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { withTestStore } from "../../../support/postgres/test_connections.ts";
import { StorageWrapper } from "../../../support/storage_wrapper.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("Queries of PostgreSQL");

/** Each page comes to all of its limits. */
const SMALL: QueryLimits = {
  page: 40,
  bytes: 400,
  time: 0,
  names: 3,
  ids: 7,
  sorted: 9,
  counted: 15,
  skipped: 12,
  comparedKeys: 14,
  comparedValues: 13,
  comparedNames: 11,
};

/** How the result is found, by limits that leave no other way. */
const WAYS: Readonly<Record<string, QueryLimits>> = {
  "by small pages": SMALL,
  "by small pages, with all names listed": { ...SMALL, names: 1_000 },
  "by sorting": { ...QUERY_LIMITS, time: 1_000 },
  "in the order of an index, without listed names": {
    ...QUERY_LIMITS,
    sorted: 0,
    counted: 0,
    names: 0,
  },
};

/** A storage whose queries are answered by other objects. */
class Queried extends StorageWrapper implements VariableStorage {
  readonly #queries: Queries;

  constructor(inner: VariableStorage, queries: Queries) {
    super(inner);
    this.#queries = queries;
  }

  query(query: StorageQuery, page?: QueryPageOptions) {
    return this.#queries.query(checkQuery(query), checkQueryPage(page));
  }
}

for (const [way, limits] of Object.entries(WAYS)) {
  for (const [kind, queries] of [
    [ODD_NAMES, 25],
    [{ ...FREQUENT_NAMES, ids: FREQUENT_NAMES.ids.slice(0, 150) }, 10],
    [{ ...MANY_NAMES, ids: MANY_NAMES.ids.slice(0, 8) }, 12],
  ] as const) {
    // Whatever the seed, a failure names it.
    const seed = Math.floor(Math.random() * 1_000_000);
    test(`find the same as a plain evaluation ${way}, in a store with ${kind.what}`, () =>
      withTestStore(async ({ place, connections, tables }) => {
        const small = new Queries(connections, tables, limits);
        const open = async () => new Queried(await PostgresStorage.open(place), small);
        await Session.run({ open, leftovers: async () => [] }, async (session) => {
          assert.deepEqual(await fromAsync(compareQueries(session, { kind, seed, queries })), []);
        });
      }));
  }
}

test("end a page behind a megabyte of values, and go on behind it", () =>
  withTestStore(async ({ connections, tables, query }) => {
    await query(
      `INSERT INTO $.variable SELECT 'i', 'n' || number, 'Bytes', '{}', 400000, 'v', 0, NULL, convert_to(repeat('x', 400000), 'UTF8')
       FROM generate_series(1, 7) number`,
    );
    const queries = new Queries(connections, tables);
    const names: string[][] = [];
    let after: Awaited<ReturnType<Queries["query"]>>["next"];
    do {
      const page = await queries.query({}, { after, skip: 0, limit: 100 });
      names.push(page.variables.map(({ record }) => record.name));
      after = page.next;
    } while (after !== undefined);
    assert.deepEqual(names, [["n1", "n2", "n3"], ["n4", "n5", "n6"], ["n7"]]);
  }));
