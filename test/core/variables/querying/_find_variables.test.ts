import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type {
  QueryPage,
  QueryPageOptions,
  StorageQuery,
} from "../../../../core/storage/query/storage_query.ts";
import type { VariableSorting } from "../../../../core/variables/options/variable_query.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { StorageWrapper } from "../../../support/storage_wrapper.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("finding variables and instances");

const INSTANCES = 120;

/** Notes which pages are asked for. */
class Noting extends StorageWrapper {
  readonly pages: QueryPageOptions[] = [];

  async query(query: StorageQuery, page: QueryPageOptions = {}): Promise<QueryPage> {
    this.pages.push(page);
    return (
      (await this.inner.query?.(query, page)) ?? { variables: [], skipped: 0, next: undefined }
    );
  }
}

const SORTINGS: readonly (readonly VariableSorting[])[] = [
  [],
  [{ sortBy: "variableName", sortOrder: "desc" }],
  [{ sortBy: "variableType", sortOrder: "asc" }],
  [
    { sortBy: "activityInstanceId", sortOrder: "desc" },
    { sortBy: "variableName", sortOrder: "desc" },
  ],
];

for (const sorting of SORTINGS) {
  const order = sorting.map(({ sortBy, sortOrder }) => `${sortBy} ${sortOrder}`).join(", ");
  test(`sorted by ${order || "default"} neither repeats nor loses what stays while others write`, async () => {
    for (const storage of [await filled(), new StorageWrapper(await filled())]) {
      const variables = new ProcessVariables({ storage });
      const seen: string[] = [];
      for await (const { instanceId, record } of variables.query({ sorting })) {
        seen.push(`${instanceId} ${record.name}`);
        const { length } = seen;
        if (length % 100 === 50) await variables.clear(idOf((length * 7) % INSTANCES, "b"));
        if (length % 100 === 60) await variables.set(idOf(length, "new"), "n", { value: 1 });
        if (length % 100 === 70) await variables.delete(instanceId, record.name);
      }
      assert.equal(new Set(seen).size, seen.length);
      const stayed = Array.from({ length: INSTANCES }, (_, index) => idOf(index, "a"));
      for (const id of stayed) assert.ok(seen.includes(`${id} x`), id);
    }
  });
}

test("reads no more than a page of one, however many there are", async () => {
  const storage = new Noting(await filled());
  const variables = new ProcessVariables({ storage });
  assert.equal((await fromAsync(variables.query({ maxResults: 1 }))).length, 1);
  assert.equal((await fromAsync(variables.query({ firstResult: 200, maxResults: 1 }))).length, 1);
  assert.deepEqual(await fromAsync(variables.query({ maxResults: 0 })), []);
  assert.deepEqual(storage.pages, [
    { after: undefined, skip: 0, limit: 1 },
    { after: undefined, skip: 200, limit: 1 },
  ]);
});

test("asks the storage for nothing that cannot be", async () => {
  const storage = new Noting(await filled());
  const variables = new ProcessVariables({ storage });
  const eq = (name: string) => ({ name, operator: "eq", value: 1 }) as const;
  for (const query of [
    { variableName: "" },
    { variableName: "x".repeat(256) },
    { variableName: "a\0" },
    { variableName: "x", variableValues: [eq("y")] },
    { variableValues: [eq("x"), eq("y")] },
    { processInstanceIds: [] },
    { processInstanceIds: ["a"], variableScopeIds: ["b"] },
  ]) {
    assert.deepEqual(await fromAsync(variables.query(query)), []);
    assert.equal(await variables.count(query), 0);
  }
  assert.deepEqual(storage.pages, []);
});

test("takes ids as the embedder maps them, and shows no instance that is not mapped to itself", async () => {
  for (const storage of [await filled(), new StorageWrapper(await filled())]) {
    const owner = idOf(1, "a");
    const variables = new ProcessVariables({
      storage,
      resolveInstance: async (id) => (id === "task" || id === owner ? owner : undefined),
    });
    const ids = (query: Parameters<typeof variables.query>[0]) =>
      fromAsync(variables.query(query)).then((found) => found.map(({ instanceId }) => instanceId));
    const has = [{ name: "x", operator: "neq", value: null }] as const;
    assert.deepEqual(await ids({}), [owner]);
    assert.deepEqual(await ids({ processInstanceIds: ["task", "no", idOf(2, "a"), owner] }), [
      owner,
    ]);
    assert.deepEqual(await ids({ variableScopeIds: ["task"], variableValues: has }), [owner]);
    assert.equal(await variables.count(), 1);
    assert.equal(await variables.count({ processInstanceIds: ["no"] }), 0);
    for (const sortOrder of ["asc", "desc"] as const) {
      assert.deepEqual(await fromAsync(variables.instances({ sortOrder })), [owner]);
      const wanted = { sortOrder, variables: has, orQueries: [{ processInstanceIds: ["task"] }] };
      assert.deepEqual(await fromAsync(variables.instances(wanted)), [owner]);
      assert.equal(await variables.countInstances(wanted), 1);
    }
  }
});

/** A store of two instances of each index, one of which may be cleared. */
async function filled(): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  for (let index = 0; index < INSTANCES; index++) {
    const value = [index, `${index}`, true][index % 3] ?? null;
    await variables.set(idOf(index, "a"), "x", { value });
    await variables.set(idOf(index, "b"), "y", { value });
  }
  return storage;
}

function idOf(index: number, suffix: string): string {
  return `${String(index).padStart(4, "0")}${suffix}`;
}
