import assert from "node:assert/strict";
import { NameIndex } from "../../../adapters/_name_index.ts";
import { OrderedMap } from "../../../adapters/_ordered_map.ts";
import { type FindOptions, findKeys } from "../../../adapters/key_query/_find_keys.ts";
import type { VariableKeys } from "../../../adapters/key_query/_variable_keys.ts";
import { compareNames } from "../../../core/storage/compare_names.ts";
import { nameMatcher } from "../../../core/storage/query/mod.ts";
import type {
  NameCondition,
  QueryPosition,
  StorageQuery,
} from "../../../core/storage/query/storage_query.ts";
import { createRandom } from "../../support/crash/random.ts";
import { suite } from "../../support/suite.ts";

const NAMES = ["a", "A", "ab", "abc", "aBc", "b", "ß", "SS", "\u{1f600}", "\uff5e", "a\u{10ffff}"];
const ROUNDS = 20;
const QUERIES = 40;

const test = suite("findKeys");

for (const seed of [1, 2, Math.floor(Math.random() * 1_000_000)]) {
  test(`finds what a plain evaluation finds, page by page: seed ${seed}`, () => {
    const random = new Random(seed);
    for (let round = 0; round < ROUNDS; round++) {
      const store = new KeyStore();
      const ids = Array.from({ length: 1 + random.below(40) }, (_, i) => `${i % 7}-${i}`);
      const count = random.below(200);
      for (let i = 0; i < count; i++) store.add(random.of(ids), random.of(NAMES));
      for (let i = 0; i < count / 4; i++) store.delete(random.of(ids), random.of(NAMES));
      for (let i = 0; i < QUERIES; i++) {
        const query = randomQuery(random, ids);
        const test = random.below(3) === 0 ? ({ name }: QueryPosition) => name < "b" : undefined;
        const options = { test, maxSteps: random.below(30), few: random.of([0, 5, 2_048]) };
        const wanted = store.evaluate(query).filter((key) => test === undefined || test(key));
        const skip = random.of([0, 0, random.below(20), Number.POSITIVE_INFINITY]);
        const found = readAll(store, query, skip, 1 + random.below(20), options);
        assert.deepEqual(found.keys, wanted.slice(skip), JSON.stringify({ seed, query, skip }));
        assert.equal(found.skipped, Math.min(skip, wanted.length));
        const all = store.evaluate({ ...query, names: [] });
        if (all.length === 0) continue;
        const after = random.of(all);
        store.delete(after.instanceId, after.name);
        const rest = store.evaluate(query).filter((key) => store.compare(query, key, after) > 0);
        const { keys } = findKeys(store, query, { after, skip: 0, limit: 1_000 }, {});
        assert.deepEqual(keys, rest, JSON.stringify({ seed, query, after }));
      }
    }
  });
}

test("finds no variable that the index has not forgotten yet", async () => {
  const store = new KeyStore();
  for (const id of ["1", "2", "3"]) store.add(id, "a");
  await store.names.removing(async () => {
    store.instances.delete("2");
    for (const order of ["instance", "name"] as const) {
      const query: StorageQuery = { names: [{ operator: "eq", text: "a" }], order };
      const page = { after: undefined, skip: Number.POSITIVE_INFINITY, limit: 1 };
      assert.equal(findKeys(store, query, page).skipped, 2);
      const { keys } = findKeys(store, query, { ...page, skip: 0, limit: 9 });
      assert.deepEqual(
        keys.map(({ instanceId }) => instanceId),
        ["1", "3"],
      );
    }
  });
});

/** Keys, and a plain evaluation of queries. */
class KeyStore implements VariableKeys {
  readonly instances = new OrderedMap<OrderedMap<number>>();
  readonly names = new NameIndex();

  add(instanceId: string, name: string): void {
    const instance = this.instances.get(instanceId) ?? new OrderedMap<number>();
    this.instances.set(instanceId, instance);
    instance.set(this.names.add(name, instanceId), 1);
  }

  delete(instanceId: string, name: string): void {
    const instance = this.instances.get(instanceId);
    if (instance?.delete(name) === undefined) return;
    if (instance.size === 0) this.instances.delete(instanceId);
    this.names.delete(name, instanceId);
  }

  evaluate(query: StorageQuery): QueryPosition[] {
    const { instanceIds, names = [] } = query;
    const found: QueryPosition[] = [];
    for (const instanceId of this.instances.namesAfter("", 1_000)) {
      if (instanceIds?.includes(instanceId) === false) continue;
      for (const name of this.instances.get(instanceId)?.namesAfter("", 1_000) ?? []) {
        if (nameMatcher(names)(name)) found.push({ instanceId, name });
      }
    }
    return found.sort((a, b) => this.compare(query, a, b));
  }

  compare({ order, descending }: StorageQuery, a: QueryPosition, b: QueryPosition): number {
    const byId = compareNames(a.instanceId, b.instanceId);
    const byName = compareNames(a.name, b.name);
    const [first, second] = order === "name" ? [byName, byId] : [byId, byName];
    return (descending ? -first : first) || second;
  }
}

function readAll(
  store: KeyStore,
  query: StorageQuery,
  skip: number,
  limit: number,
  options: FindOptions,
) {
  const keys: QueryPosition[] = [];
  let skipped = 0;
  let after: QueryPosition | undefined;
  for (;;) {
    const page = findKeys(store, query, { after, skip: skip - skipped, limit }, options);
    assert.ok(page.keys.length <= limit);
    keys.push(...page.keys);
    skipped += page.skipped;
    after = page.next;
    if (after === undefined) return { keys, skipped };
  }
}

function randomQuery(random: Random, ids: readonly string[]): StorageQuery {
  const wanted = ids.filter(() => random.below(3) === 0).toSorted(compareNames);
  const texts = ["a", "ab", "a%", "%b%", "_", "%", "absent", "ss", "x\\"];
  const names: NameCondition[] = Array.from({ length: random.of([0, 1, 1, 2]) }, () => ({
    operator: random.of(["eq", "like"] as const),
    text: random.of(texts),
    ignoreCase: random.below(3) === 0,
  }));
  return {
    ...(random.below(2) === 0 ? { instanceIds: wanted } : {}),
    names,
    order: random.of(["instance", "name"] as const),
    descending: random.below(2) === 0,
  };
}

class Random {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = createRandom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)] ?? assert.fail();
  }
}
