import assert from "node:assert/strict";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { nextTurn } from "../../../core/_next_turn.ts";
import type {
  QueryPage,
  QueryPosition,
  StorageQuery,
} from "../../../core/storage/query/storage_query.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { putBytes, withFilesystemStore } from "../../support/filesystem_store.ts";
import { suite } from "../../support/suite.ts";

/** The indexes of both storages forget a cleared instance of this size in several turns. */
const VARIABLES = 6_000;
const QUERY: StorageQuery = { names: [{ operator: "like", text: "v%" }], order: "name" };

const test = suite("queries beside a clear");

test("find nothing of a large instance in memory that was cleared, and all that came after", async () => {
  const storage = new MemoryStorage();
  await fill(storage);
  await storage.apply("large", [{ op: "clear" }]);
  await storage.apply("large", [putBytes("v5999", null)]);
  for (let turn = 0; turn < 5; turn++) {
    assert.deepEqual(await find(storage), ["large v5999", "other v7"]);
    assert.equal(await count(storage), 2);
    await nextTurn();
  }
  await storage.close();
});

test("find nothing of a large instance in a directory while it is cleared, in several turns", () =>
  withFilesystemStore(async (storage) => {
    await fill(storage);
    const all = await count(storage);
    assert.equal(all, VARIABLES + 1);
    let isDone = false;
    const clearing = storage.apply("large", [{ op: "clear" }]).finally(() => {
      isDone = true;
    });
    let turns = 0;
    while (!isDone) {
      const found = await count(storage);
      // The variables may be hidden between two pages.
      assert.ok(found === 1 || turns === 0, `${found} variables`);
      if (found === 1) turns++;
      await nextTurn();
    }
    await clearing;
    assert.deepEqual(await find(storage), ["other v7"]);
  }));

async function fill(storage: VariableStorage): Promise<void> {
  await storage.apply("other", [putBytes("v7", null)]);
  const names = Array.from({ length: VARIABLES }, (_, i) => `v${i}`);
  await storage.apply(
    "large",
    names.map((name) => putBytes(name, null)),
  );
}

async function find(storage: VariableStorage): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { variables } of pages(storage, 0)) {
    found.push(...variables.map(({ instanceId, record }) => `${instanceId} ${record.name}`));
  }
  return found;
}

async function count(storage: VariableStorage): Promise<number> {
  let count = 0;
  for await (const { skipped } of pages(storage, Number.POSITIVE_INFINITY)) count += skipped;
  return count;
}

/** The pages of the query. On a busy machine each has few variables. */
async function* pages(storage: VariableStorage, skip: number): AsyncGenerator<QueryPage> {
  let after: QueryPosition | undefined;
  do {
    const page = await storage.query?.(QUERY, { skip, after });
    if (page === undefined) return;
    yield page;
    after = page.next;
  } while (after !== undefined);
}
