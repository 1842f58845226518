import assert from "node:assert/strict";
import {
  plainQuery as expectedQuery,
  plainPart,
} from "../../../../adapters/contract/_plain_query.ts";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type {
  FoundVariable,
  QueryPosition,
  StorageQuery,
} from "../../../../core/storage/query/storage_query.ts";
import { plainQuery } from "../../../../core/variables/querying/_plain_query.ts";
import { Search } from "../../../../core/variables/reading/_search.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("plainQuery()");

const INSTANCES = 2_500;

const ORDERS = [
  { order: "instance", descending: false },
  { order: "instance", descending: true },
  { order: "name", descending: false },
  { order: "name", descending: true },
] as const;

for (const order of ORDERS) {
  test(`finds all of many instances, by ${order.order}${order.descending ? " descending" : ""}`, async () => {
    const storage = await filled();
    const all = await everything(storage);
    const rare = { ...order, names: [{ operator: "eq", text: "rare" } as const] };
    const some = { ...order, instanceIds: ["i0", "i1", "i2499", "i9999"] };
    const most = { ...order, names: [{ operator: "like", text: "%a%" } as const] };
    for (const query of [order, rare, some, most]) {
      for (const skip of [0, 2_100, Infinity]) {
        const { variables, skipped } = plainPart(expectedQuery(all, query), query, undefined, skip);
        const found = await walk(storage, query, skip);
        assert.deepEqual(found.keys, variables.map(keyOf));
        assert.equal(found.skipped, skipped);
      }
    }
  });
}

/** Reads page after page. */
async function walk(storage: MemoryStorage, query: StorageQuery, skip: number) {
  const keys: string[] = [];
  let skipped = 0;
  let after: QueryPosition | undefined;
  do {
    const wanted = { after, skip: skip - skipped, limit: 1_000 };
    const page = await plainQuery(storage, query, wanted, new Search());
    keys.push(...page.variables.map(keyOf));
    skipped += page.skipped;
    after = page.next;
  } while (after !== undefined);
  return { keys, skipped };
}

async function filled(): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  const put = { op: "put", type: "Null", valueInfo: {}, content: null } as const;
  for (let index = 0; index < INSTANCES; index++) {
    const names = index % 1_000 === 0 ? ["a", "rare"] : ["a"];
    await storage.apply(
      `i${index}`,
      names.map((name) => ({ ...put, name })),
    );
  }
  return storage;
}

async function everything(storage: MemoryStorage): Promise<readonly FoundVariable[]> {
  const ids = await storage.instances({ limit: 10_000 });
  const lists = ids.map(async (instanceId) =>
    (await storage.list(instanceId)).map((record) => ({ instanceId, record })),
  );
  return (await Promise.all(lists)).flat();
}

function keyOf({ instanceId, record }: FoundVariable): string {
  return `${instanceId} ${record.name}`;
}
