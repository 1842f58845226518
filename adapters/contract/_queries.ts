import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";
import { compareNames } from "../../core/storage/compare_names.ts";
import { keyAfter, NULL_KEY, numberKey } from "../../core/storage/query/scalar_key.ts";
import type {
  FoundVariable,
  ScalarCondition,
  StorageQuery,
} from "../../core/storage/query/storage_query.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { content, sourceOf, utf8 } from "./_content.ts";
import { positionOf } from "./_plain_query.ts";
import { queryOf } from "./_query_of.ts";
import type { Session } from "./_session.ts";
import { clear, deleteOne, put, putOne } from "./_variables.ts";
import { assertPage, walkQuery } from "./_walk_query.ts";

const needs = { queries: true };

/** In UTF-8 order. In UTF-16 order, the last one comes before the second one. */
const TEXTS = ["a", "\uffff", "\u{1f600}"];

const ORDERS: readonly StorageQuery[] = (["instance", "name"] as const).flatMap((order) =>
  [false, true].map((descending) => ({ order, descending })),
);

/** Conditions that hold for each variable of the name `a` whose value is the Integer 7. */
const CONDITIONS: readonly StorageQuery[] = [
  {},
  { names: [{ operator: "eq", text: "a" }] },
  { names: [{ operator: "like", text: "A%", ignoreCase: true }] },
  { values: [equalTo(7)] },
  { names: [{ operator: "eq", text: "a" }], values: [equalTo(7)] },
  { values: [{ anyOf: [{ types: ["String"] }], negated: true }] },
];

/** What a storage finds, and in which order. */
export const queries: CaseGroup = {
  group: "queries",
  cases: [
    {
      name: "an empty store has one page without variables",
      needs,
      async run({ storage }) {
        for (const query of [...ORDERS, ...CONDITIONS]) {
          const { variables, skipped } = await walkQuery(queryOf(storage), query);
          assert.deepEqual([...variables], [], JSON.stringify(query));
          assert.equal(skipped, 0);
        }
      },
    },
    {
      name: "the order is that of UTF-8 bytes, and 'descending' turns only what it begins with",
      needs,
      async run({ storage }) {
        for (const id of TEXTS) for (const name of TEXTS) await putOne(storage, name, null, id);
        const turned = TEXTS.toReversed();
        const pairs = (first: readonly string[]) =>
          first.flatMap((one) => TEXTS.map((other) => [one, other] as const));
        for (const limit of [1, 2, 4, 10_000]) {
          for (const [descending, first] of [
            [false, TEXTS],
            [true, turned],
          ] as const) {
            const byInstance = await find(storage, { order: "instance", descending }, limit);
            assert.deepEqual(byInstance, pairs(first), `limit ${limit}`);
            const byName = await find(storage, { order: "name", descending }, limit);
            const swapped = pairs(first).map(([name, id]) => [id, name]);
            assert.deepEqual(byName, swapped, `limit ${limit}`);
          }
        }
        assert.deepEqual(await find(storage, {}), pairs(TEXTS));
      },
    },
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
          for (const conditions of CONDITIONS)
            await walkBesideWrites(storage, { ...order, ...conditions });
        },
      }),
    ),
    {
      name: "a page shows a batch whole or not at all",
      needs,
      async run({ storage }) {
        const ask = queryOf(storage);
        const query = {
          instanceIds: ["order-1"],
          names: [{ operator: "like", text: "v%" }],
        } as const;
        let isDone = false;
        const writing = writeBatches(storage).finally(() => {
          isDone = true;
        });
        while (!isDone) {
          for (const order of ORDERS) {
            const { variables } = await ask({ ...query, ...order });
            const values = variables.map(({ record }) => new TextDecoder().decode(record.inline));
            assert.equal(new Set(values).size, Math.min(1, values.length), values.join());
            assert.ok([0, 3].includes(values.length), `${values.length} variables`);
          }
          await nextTurn();
        }
        await writing;
      },
    },
    {
      name: "a change is found at once: a new value, another type, a typed null, a stage, a deletion, a clear",
      needs,
      async run({ storage }) {
        const values = [equalTo(7)];
        const nulls: StorageQuery = {
          values: [{ anyOf: [{ from: NULL_KEY, to: keyAfter(NULL_KEY) }] }],
        };
        const strings: StorageQuery = { values: [{ anyOf: [{ types: ["String"] }] }] };
        const found = [["order-1", "a"]];
        for (const size of [1, 30_000]) {
          await storage.apply("order-1", [put("a", content(size)), put("b", utf8("7"))]);
          assert.deepEqual(await find(storage, { values }), []);
          await storage.apply("order-1", [put("a", utf8("7"), { type: "Integer" })]);
          assert.deepEqual(await find(storage, { values }), found);
          await storage.apply("order-1", [put("a", utf8("7.0"), { type: "Double" })]);
          assert.deepEqual(await find(storage, { values }), found);
          await storage.apply("order-1", [put("a", utf8("7"), { type: "String" })]);
          assert.deepEqual(await find(storage, { values }), []);
          assert.deepEqual(await find(storage, strings), found);
          const stage = await storage.stage(sourceOf(utf8("7")));
          await storage.apply("order-1", [put("a", stage, { type: "Long" })]);
          assert.deepEqual(await find(storage, { values }), found);
          await storage.apply("order-1", [put("a", null, { type: "Long" })]);
          assert.deepEqual(await find(storage, { values }), []);
          assert.deepEqual(await find(storage, nulls), found);
          await deleteOne(storage, "a", "order-1");
          assert.deepEqual(await find(storage, nulls), []);
          assert.deepEqual(await find(storage, {}), [["order-1", "b"]]);
          await clear(storage, "order-1");
          assert.deepEqual(await find(storage, {}), []);
        }
      },
    },
    {
      name: "a refused change is not found",
      needs,
      async run({ storage }) {
        await putOne(storage, "a", utf8("x"), "order-1");
        const condition = { ifNoneMatch: "*" } as const;
        const changes = [put("b", null), put("a", null, { condition })];
        await assert.rejects(storage.apply("order-1", changes), {
          name: "PreconditionFailedError",
        });
        assert.deepEqual(await find(storage, {}), [["order-1", "a"]]);
      },
    },
    {
      name: "40,000 instance ids may be asked for",
      needs,
      async run({ storage }) {
        const ids = ["order-00007", "order-12345", "order-32767", "order-39999"];
        for (const id of [...ids, "order-x"]) await putOne(storage, "a", null, id);
        const instanceIds = Array.from(
          { length: 40_000 },
          (_, i) => `order-${`${i}`.padStart(5, "0")}`,
        );
        for (const order of ORDERS) {
          for (const limit of [1, 1_000]) {
            const found = await find(storage, { ...order, instanceIds }, limit);
            assert.deepEqual(found.map(([id]) => id).sort(compareNames), ids);
          }
        }
        const { skipped } = await walkQuery(queryOf(storage), { instanceIds }, { skip: Infinity });
        assert.equal(skipped, 4);
      },
    },
    {
      name: "a text that no variable has as its name finds nothing",
      needs,
      async run({ storage }) {
        // UTF-8 encodes a lone surrogate as U+FFFD.
        for (const name of ["a", "b", "\ufffd"]) await putOne(storage, name, null, name);
        for (const text of ["", "\0", "a\0", "a\0b", "\ud800", "\udc00", "y".repeat(70_000)]) {
          for (const order of ORDERS) {
            const absent: readonly StorageQuery[] = [
              { instanceIds: [text] },
              { names: [{ operator: "eq", text }] },
              { names: [{ operator: "eq", text, ignoreCase: true }] },
              { names: [{ operator: "like", text }] },
              { names: [{ operator: "like", text: `${text}a\0%` }] },
            ];
            for (const query of absent) {
              assert.deepEqual(
                await find(storage, { ...order, ...query }),
                [],
                JSON.stringify(query).slice(0, 99),
              );
            }
          }
        }
      },
    },
    {
      name: "a query is the caller's again as soon as it was asked",
      needs,
      async run({ storage }) {
        // No other value, since a storage may leave the condition to the caller.
        await storage.apply("a", [put("a", utf8("7"), { type: "Long" })]);
        const from = numberKey(7);
        const instanceIds = ["a"];
        const asking = queryOf(storage)({ instanceIds, values: [{ anyOf: [{ from }] }] });
        from.fill(255);
        instanceIds[0] = "b";
        assert.deepEqual((await asking).variables.map(keyOf), [["a", "a"].join("\0")]);
      },
    },
    ...(["closing", "a crash"] as const).map(
      (after): CaseDefinition => ({
        name: `finds the same after ${after}`,
        needs: { ...needs, durable: true },
        async run(session) {
          await fillAndChange(session.storage);
          const before = await findAll(session.storage);
          const storage = await (after === "closing" ? session.reopen() : session.crash());
          assert.deepEqual(await findAll(storage), before);
          assert.deepEqual(await find(storage, { values: [equalTo(7)] }), [["order-3", "seven"]]);
        },
      }),
    ),
    {
      name: "each opener finds the changes of the others at once",
      needs: { ...needs, shared: true },
      async run(session: Session) {
        const first = session.storage;
        const second = await session.open();
        for (const [writer, reader] of [
          [first, second],
          [second, first],
        ] as const) {
          await writer.apply("order-1", [put("a", utf8("7"), { type: "Short" })]);
          assert.deepEqual(await find(reader, { values: [equalTo(7)] }), [["order-1", "a"]]);
          await writer.apply("order-1", [put("a", utf8("8"), { type: "Short" })]);
          assert.deepEqual(await find(reader, { values: [equalTo(7)] }), []);
          await clear(writer, "order-1");
          assert.deepEqual(await find(reader, {}), []);
        }
      },
    },
    {
      name: "after 'close' a query is refused with 'closed'",
      needs,
      async run(session) {
        const ask = queryOf(session.storage);
        await putOne(session.storage, "a", null);
        await session.close();
        await assert.rejects(() => ask({}), { name: "StorageError", code: "closed" });
      },
    },
  ],
};

/** A number of any type. */
function equalTo(value: number): ScalarCondition {
  const key = numberKey(value);
  return { anyOf: [{ from: key, to: keyAfter(key) }] };
}

/** Finds all that a query means, as pairs of instance id and name. */
async function find(
  storage: VariableStorage,
  query: StorageQuery,
  limit?: number,
): Promise<readonly (readonly [instanceId: string, name: string])[]> {
  const { variables } = await walkQuery(queryOf(storage), query, { limit });
  return variables.map(({ instanceId, record }) => [instanceId, record.name]);
}

async function findAll(storage: VariableStorage): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const query of [...ORDERS, ...CONDITIONS]) answers.push(await find(storage, query));
  return answers;
}

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
      const comes = `${instanceId.replace(/!.*/, "")}!${round}`;
      await storage.apply(comes, [put("a", utf8("7"), integer)]);
      await storage.apply("order-20", [
        put("a", utf8("7"), integer),
        put(`a${round}`, utf8("7"), integer),
        { op: "delete", name: `a${round - 2}` },
      ]);
      if (!ids.includes(instanceId)) await deleteOne(storage, name, instanceId);
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

/** Replaces three variables together again and again, and sometimes clears them. */
async function writeBatches(storage: VariableStorage): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const changes = ["v1", "v2", "v3"].map((name) => put(name, utf8(`${i}`), { type: "Integer" }));
    await storage.apply("order-1", changes);
    if (i % 10 === 9) await clear(storage, "order-1");
    await nextTurn();
  }
}

async function fillAndChange(storage: VariableStorage): Promise<void> {
  const integer = { type: "Integer" } as const;
  for (const id of ["order-1", "order-2", "order-3"]) {
    await storage.apply(id, [
      put("a", utf8("7"), integer),
      put("seven", utf8("7"), integer),
      put("large", content(100_000)),
      put("null", null, { type: "Null" }),
    ]);
  }
  await clear(storage, "order-1");
  await storage.apply("order-2", [put("a", utf8("8"), integer), { op: "delete", name: "seven" }]);
  await storage.apply("order-3", [put("a", content(20_000), { type: "Json" })]);
}

function keyOf(found: FoundVariable): string {
  const { instanceId, name } = positionOf(found);
  return `${instanceId}\0${name}`;
}
