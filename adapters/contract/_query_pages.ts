import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";
import { compareNames } from "../../core/storage/compare_names.ts";
import type { StorageQuery } from "../../core/storage/query/storage_query.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { utf8 } from "./_content.ts";
import { find, queryOf } from "./_find.ts";
import { CONDITIONS, equalTo, ORDERS } from "./_query_samples.ts";
import { readWhile } from "./_read_while.ts";
import { clear, deleteOne, put, putOne } from "./_variables.ts";
import { applyLeft, assertPage, walkQuery } from "./_walk_query.ts";

const needs = { queries: true };

/** Pages are bounded, go on behind any position, and are one snapshot each. */
export const queryPages: CaseGroup = {
  group: "pages of queries",
  cases: [
    {
      name: "a page has at most 'limit' variables, and 1,000 unless told otherwise",
      needs,
      async run({ storage }) {
        const names = Array.from({ length: 1_100 }, (_, i) => `v${i}`);
        await storage.apply(
          "order-1",
          names.map((name) => put(name, utf8("7"), { type: "Integer" })),
        );
        await putOne(storage, "v7", null, "order-2");
        const ask = queryOf(storage);
        for (const query of [...ORDERS, { values: [equalTo(7)] }, { instanceIds: ["order-1"] }]) {
          for (const limit of [1, 3]) assertPage(query, { limit }, await ask(query, { limit }));
          for (const limit of [undefined, 500, 1_101, 10_000]) {
            const found = await find(storage, query, limit);
            assert.ok(
              found.length === 1_100 || found.length === 1_101,
              `${found.length} variables`,
            );
          }
        }
      },
    },
    ...ORDERS.map(
      (order): CaseDefinition => ({
        name: `writes between two pages neither lose nor repeat what stays: ${JSON.stringify(order)}`,
        needs,
        async run({ storage }) {
          for (const conditions of CONDITIONS) {
            await walkBesideWrites(storage, { ...order, ...conditions });
          }
        },
      }),
    ),
    {
      name: "a page shows a batch whole or not at all",
      needs,
      async run({ storage }) {
        const ask = queryOf(storage);
        const named: StorageQuery = { names: [{ operator: "like", text: "v%" }] };
        const seven: StorageQuery = { values: [equalTo(7)] };
        const valuesOf = async (query: StorageQuery) => {
          const page = await ask(query);
          // On a slow machine a page may end early. Then it shows a part.
          if (page.next !== undefined) return [];
          const found = applyLeft(query, page);
          return found.map(({ record }) => new TextDecoder().decode(record.inline)).sort();
        };
        await readWhile(writeBatches(storage), async (reader) => {
          const order = ORDERS[reader % ORDERS.length];
          const all = await valuesOf({ ...named, ...order });
          const sevens = await valuesOf({ ...seven, ...order });
          assert.ok(["", "7,8,8"].includes(all.join()), `v%: ${all}`);
          assert.ok(["", "7"].includes(sevens.join()), `7: ${sevens}`);
        });
      },
    },
  ],
};

/** Walks page by page over variables that stay, while others come, go, and are replaced between the pages. */
async function walkBesideWrites(storage: VariableStorage, query: StorageQuery): Promise<void> {
  const integer = { type: "Integer" } as const;
  const ids = Array.from({ length: 40 }, (_, i) => `order-${i}`);
  await Promise.all(ids.map((id) => storage.apply(id, [put("a", utf8("7"), integer)])));
  let round = 0;
  const { variables } = await walkQuery(queryOf(storage), query, {
    limit: 3,
    async between({ instanceId, name }) {
      round++;
      // What comes and goes lies behind the place where the next page begins, and all over the store.
      // On a slow machine a page may end early, and then behind all names or ids that there can be.
      const [place = "order-0"] = /^order-\d+/.exec(instanceId) ?? [];
      await storage.apply(`${place}!${round}`, [put("a", utf8("7"), integer)]);
      await storage.apply("order-20", [
        put("a", utf8("7"), integer),
        put(`a${round}`, utf8("7"), integer),
        { op: "delete", name: `a${round - 2}` },
      ]);
      const isGuest = instanceId.startsWith(`${place}!`) && name.startsWith("a");
      if (isGuest) await deleteOne(storage, name, instanceId);
    },
  });
  const found = variables.filter(
    ({ instanceId, record }) => record.name === "a" && ids.includes(instanceId),
  );
  const expected = [...ids].sort(compareNames);
  const isTurned = query.order !== "name" && query.descending === true;
  assert.deepEqual(
    found.map(({ instanceId }) => instanceId),
    isTurned ? expected.reverse() : expected,
    JSON.stringify(query),
  );
  for (const id of await storage.instances({ limit: 10_000 })) await clear(storage, id);
}

/** Writes three variables together again and again, of which one is 7 and the others are 8, and sometimes clears them. */
async function writeBatches(storage: VariableStorage): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const value = (index: number) => utf8(index === i % 3 ? "7" : "8");
    const changes = ["v0", "v1", "v2"].map((name, index) =>
      put(name, value(index), { type: "Integer" }),
    );
    await storage.apply("order-1", changes);
    if (i % 10 === 9) await clear(storage, "order-1");
    await nextTurn();
  }
}
