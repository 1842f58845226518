/** Random queries find what a plain evaluation finds, in any pages. */
import assert from "node:assert/strict";
import type { SqliteStore } from "../../../../adapters/sqlite/_sqlite_store.ts";
import { runQuery } from "../../../../adapters/sqlite/query/_run_query.ts";
import { compareNames } from "../../../../core/storage/compare_names.ts";
import {
  meetsScalarConditions,
  nameMatcher,
} from "../../../../core/storage/query/query_matcher.ts";
import {
  dateKey,
  keyAfter,
  NULL_KEY,
  numberKey,
  scalarKey,
} from "../../../../core/storage/query/scalar_key.ts";
import type {
  FoundVariable,
  NameCondition,
  QueryPosition,
  ScalarCondition,
  ScalarRange,
  StorageQuery,
} from "../../../../core/storage/query/storage_query.ts";
import { createRandom } from "../../../support/crash/random.ts";
import { withSqliteStore } from "../../../support/sqlite_store.ts";
import { suite } from "../../../support/suite.ts";
import { until } from "../../../support/until.ts";

const test = suite("runQuery()");

const SEED = 13;
const INSTANCES = 2_000;
/** The number of queries before and after the sweep. */
const QUERIES = 15;
/** The number of those whose pages have few variables, and so are many. */
const QUERIES_OF_SHORT_PAGES = 4;
/** The share of instances that have a variable of a name. */
const NAMES: readonly (readonly [name: string, share: number])[] = [
  ["abc", 0.9],
  ["abcd", 0.3],
  ["ABC", 0.01],
  ["b", 1],
  ["\u{1f600}", 0.5],
  ["\uff5e", 0.02],
];

type Random = () => number;

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  assert.ok(item !== undefined);
  return item;
}

const encoder = new TextEncoder();

function randomPut(random: Random, name: string) {
  const number = Math.floor(random() * 20);
  const [type, text] = pick<readonly [string, string | null]>(random, [
    ["Integer", `${number}`],
    ["Integer", `${number}`],
    ["Double", `${number}.0`],
    ["Double", "NaN"],
    ["Short", `${number}`],
    ["Long", `${2n ** 53n + BigInt(number)}`],
    ["Boolean", "true"],
    ["Date", `2026-01-${10 + number}T00:00:00.000+0000`],
    ["String", `${number}`],
    ["String", null],
    ["Null", null],
    ["Bytes", "x".repeat(number === 7 ? 20_000 : 3)],
  ]);
  const content = text === null ? null : encoder.encode(text);
  return { op: "put", name, type, valueInfo: {}, content } as const;
}

/** Fills a store, changes it, and returns what is in it. One instance is cleared, but its rows stay. */
async function fill(store: SqliteStore, random: Random): Promise<readonly FoundVariable[]> {
  const ids = Array.from(
    { length: INSTANCES },
    (_, i) => `${pick(random, ["x", "y", "\u{1f600}"])}${i}`,
  );
  for (let round = 0; round < 2; round++) {
    await Promise.all(
      ids.map((id) => {
        const changes = NAMES.flatMap(([name, share]) => {
          if (random() >= share * (round === 0 ? 1 : 0.2)) return [];
          const isDeleted = round === 1 && random() < 0.3;
          return [isDeleted ? ({ op: "delete", name } as const) : randomPut(random, name)];
        });
        return changes.length === 0 ? [] : store.commit(id, changes);
      }),
    );
  }
  for (const id of ids.slice(0, 3)) await store.commit(id, [{ op: "clear" }]);
  return store.instances
    .page("", 10_000)
    .flatMap((instanceId) =>
      store.variables
        .list(store.instances.find(instanceId) ?? 0, "", 100)
        .map((record) => ({ instanceId, record })),
    );
}

function randomRange(random: Random): ScalarRange {
  const types = [["Short", "Integer", "Long"], ["Double"], ["String"], ["Boolean"], []];
  const number = numberKey(Math.floor(random() * 20));
  const large = numberKey(2n ** 53n + 3n);
  const date = dateKey(Date.parse("2026-01-15"));
  const bounds: readonly Omit<ScalarRange, "types">[] = [
    {},
    { from: NULL_KEY, to: keyAfter(NULL_KEY) },
    { from: number, to: keyAfter(number) },
    { from: number },
    { to: number },
    { from: large, to: keyAfter(large) },
    { from: date },
  ];
  const chosen = pick(random, types);
  return { ...(chosen.length === 0 ? {} : { types: chosen }), ...pick(random, bounds) };
}

function randomQuery(random: Random, ids: readonly string[]): StorageQuery {
  const times = (most: number) => Array.from({ length: Math.floor(random() * (most + 1)) });
  const texts = ["abc", "abc%", "a%", "%", "%c%", "none", "\u{1f600}", "b", "AB_"];
  const names = times(2).map(
    (): NameCondition => ({
      operator: pick(random, ["eq", "like"]),
      text: pick(random, texts),
      ignoreCase: random() < 0.2,
    }),
  );
  const values = times(2).map(
    (): ScalarCondition => ({
      anyOf: times(3).map(() => randomRange(random)),
      negated: random() < 0.3,
    }),
  );
  const share = pick(random, [1, 0.9, 0.2, 0.01]);
  const instanceIds = share === 1 ? undefined : [...ids, "none"].filter(() => random() < share);
  return {
    ...(instanceIds === undefined ? {} : { instanceIds: instanceIds.sort(compareNames) }),
    names,
    values: random() < 0.3 ? [] : values,
    order: pick(random, ["instance", "name"]),
    descending: random() < 0.4,
  };
}

/** The plain evaluation. */
function evaluate(all: readonly FoundVariable[], query: StorageQuery): readonly string[] {
  const { instanceIds, names = [], values = [], order, descending } = query;
  const ids = instanceIds && new Set(instanceIds);
  const matches = nameMatcher(names);
  return all
    .filter(
      ({ instanceId, record }) =>
        (ids === undefined || ids.has(instanceId)) &&
        matches(record.name) &&
        meetsScalarConditions(values, record.type, scalarKey(record)),
    )
    .sort((a, b) => {
      const byId = compareNames(a.instanceId, b.instanceId);
      const byName = compareNames(a.record.name, b.record.name);
      const [first, second] = order === "name" ? [byName, byId] : [byId, byName];
      return (descending ? -first : first) || second;
    })
    .map(keyOf);
}

function keyOf({ instanceId, record: { name, version } }: FoundVariable): string {
  return `${instanceId} ${name} ${version}`;
}

/** Asks for all pages behind a number of variables. */
async function ask(
  store: SqliteStore,
  query: StorageQuery,
  skip: number,
  limit: number,
): Promise<{ skipped: number; keys: readonly string[] }> {
  const keys: string[] = [];
  let skipped = 0;
  let after: QueryPosition | undefined;
  do {
    const page = await runQuery(store, query, { after, skip: skip - skipped, limit });
    skipped += page.skipped;
    assert.ok(page.variables.length <= limit);
    assert.ok(page.variables.length === 0 || skipped === skip);
    keys.push(...page.variables.map(keyOf));
    after = page.next;
  } while (after !== undefined);
  return { skipped, keys };
}

test("finds what a plain evaluation finds, while the rows of cleared instances are there and after", () =>
  withSqliteStore(async ({ store, db }) => {
    const random = createRandom(SEED);
    db.exec("CREATE TRIGGER keep BEFORE DELETE ON cleared BEGIN SELECT raise(ABORT, 'No'); END");
    const all = await fill(store, random);
    for (let i = 0; i < QUERIES; i++) await compare(store, all, random, i);
    assert.equal(store.entries.hasCleared, true);
    db.exec("DROP TRIGGER keep");
    await until(() => !store.entries.hasCleared);
    for (let i = 0; i < QUERIES; i++) await compare(store, all, random, QUERIES + i);
  }));

test("loses nothing if the time of a page is over at each look at the clock", () =>
  withSqliteStore(async ({ store }) => {
    const random = createRandom(SEED);
    const all = await fill(store, random);
    let now = 0;
    const late = () => {
      now += 1_000;
      return now;
    };
    await withClock(late, async () => {
      for (const order of ["instance", "name"] as const) {
        for (const descending of [false, true]) {
          for (const text of ["b", "%B%", "%"]) {
            const names = [{ operator: "like", text, ignoreCase: text === "%B%" }] as const;
            const query = { names, order, descending };
            const expected = evaluate(all, query);
            const skip = expected.length - 300;
            const found = await ask(store, query, skip, 400);
            const what = JSON.stringify(query);
            assert.equal(found.skipped, skip, what);
            assert.deepEqual(found.keys, expected.slice(skip), what);
          }
        }
      }
      for (let i = 0; i < QUERIES_OF_SHORT_PAGES; i++) await compare(store, all, random, i);
    });
  }));

test("looks at the clock for each id of an instance that is not there", () =>
  withSqliteStore(async ({ store }) => {
    const ids = Array.from({ length: 200 }, (_, i) => `i${1_000 + i}`);
    await Promise.all(ids.map((id) => store.commit(id, [randomPut(() => 0, "a")])));
    let looks = 0;
    const counted = () => {
      looks++;
      return 0;
    };
    const instanceIds = ids.map((id) => `${id}x`);
    for (const descending of [false, true]) {
      looks = 0;
      const page = { after: undefined, skip: 0, limit: 10 };
      const found = await withClock(counted, () => {
        return runQuery(store, { instanceIds, descending }, page);
      });
      assert.deepEqual(found, { variables: [], skipped: 0, next: undefined });
      assert.ok(looks >= ids.length - 1, `${looks} looks at the clock`);
    }
  }));

test("skips parts of a name whole, and looks for the variables of the next part one after the other", () =>
  withSqliteStore(async ({ store }) => {
    const all = await fill(store, createRandom(SEED));
    for (const order of ["instance", "name"] as const) {
      for (const descending of [false, true]) {
        const names = [{ operator: "eq", text: "b" }] as const;
        const query = { names, order, descending };
        const expected = evaluate(all, query);
        const { length } = expected;
        assert.ok(length > 1_500, `${length} are scanned`);
        for (const skip of [1, 400, 700, 1_000, length - 1, length, length + 1]) {
          const what = `${order} ${descending} ${skip}`;
          const found = await ask(store, query, skip, 400);
          assert.equal(found.skipped, Math.min(skip, length), what);
          assert.deepEqual(found.keys, expected.slice(skip), what);
        }
      }
    }
  }));

test("refuses a row whose key is damaged, or that an index takes for another one", () =>
  withSqliteStore(async ({ store, db }) => {
    const put = (name: string, text: string) =>
      ({ op: "put", name, type: "Integer", valueInfo: {}, content: encoder.encode(text) }) as const;
    await store.commit("i", [put("a", "7"), put("b", "8")]);
    const key = (value: number) => ({ from: numberKey(value), to: keyAfter(numberKey(value)) });
    const query = (value: number) =>
      runQuery(
        store,
        { values: [{ anyOf: [key(value)] }] },
        { after: undefined, skip: 0, limit: 10 },
      );
    db.prepare("UPDATE variable SET scalar = ? WHERE name = 'a'").run(numberKey(9));
    await assert.rejects(query(9), { name: "StorageError", code: "corrupt" });
    assert.equal((await query(8)).variables.length, 1);
    assert.equal(store.find("i", "a")?.record.size, 1);
    await store.commit("i", [put("a", "7")]);
    assert.deepEqual((await query(9)).variables, []);
    assert.equal((await query(7)).variables.length, 1);
  }));

/** Runs something by another clock. */
async function withClock<T>(clock: () => number, run: () => Promise<T>): Promise<T> {
  const { now } = performance;
  performance.now = clock;
  try {
    return await run();
  } finally {
    performance.now = now;
  }
}

/** Asks one random query, and counts what it finds. */
async function compare(
  store: SqliteStore,
  all: readonly FoundVariable[],
  random: Random,
  round: number,
): Promise<void> {
  const query = randomQuery(random, [...new Set(all.map(({ instanceId }) => instanceId))]);
  const expected = evaluate(all, query);
  const skip = pick(random, [0, 0, 10, 1_000, 3_000, expected.length]);
  const limit = pick(random, [1, 7, 300, 10_000].slice(expected.length > 500 ? 2 : 0));
  const found = await ask(store, query, skip, limit);
  const what = `Query ${round}: ${JSON.stringify(query).slice(0, 2_000)}`;
  assert.equal(found.skipped, Math.min(skip, expected.length), what);
  assert.deepEqual(found.keys, expected.slice(skip), what);
  const counted = await ask(store, query, Number.POSITIVE_INFINITY, 1);
  assert.deepEqual(counted, { skipped: expected.length, keys: [] }, what);
}
