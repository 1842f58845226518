import assert from "node:assert/strict";
import { compareNames } from "../../core/storage/compare_names.ts";
import { keyAfter, NULL_KEY, numberKey } from "../../core/storage/query/scalar_key.ts";
import type { StorageQuery } from "../../core/storage/query/storage_query.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { CaseDefinition, CaseGroup } from "./_case_group.ts";
import { content, sourceOf, utf8 } from "./_content.ts";
import { find, queryOf } from "./_find.ts";
import { positionOf } from "./_plain_query.ts";
import { CONDITIONS, equalTo, ORDERS } from "./_query_samples.ts";
import type { Session } from "./_session.ts";
import { clear, deleteOne, put, putOne } from "./_variables.ts";
import { walkQuery } from "./_walk_query.ts";

const needs = { queries: true };

/** In UTF-8 order. In UTF-16 order, the last one comes before the second one. */
const TEXTS = ["a", "\uffff", "\u{1f600}"];

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
          const found = await find(storage, { ...order, instanceIds }, 3);
          assert.deepEqual(found.map(([id]) => id).sort(compareNames), ids);
        }
        const { skipped } = await walkQuery(queryOf(storage), { instanceIds }, { skip: Infinity });
        assert.equal(skipped, 4);
      },
    },
    {
      name: "an id that no instance can have hides no other",
      needs,
      async run({ storage }) {
        // To a database that encodes the lone surrogate as U+FFFD, it comes before U+FFFF.
        const ids = ["a", "\uffff"];
        for (const id of ids) await putOne(storage, "a", null, id);
        for (const order of ORDERS) {
          const query = { ...order, instanceIds: ["", "\0", "a", "a\0", "\uffff", "\ud800"] };
          const found = await find(storage, query, 1);
          assert.deepEqual(found.map(([id]) => id).sort(compareNames), ids);
        }
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
        const { variables } = await asking;
        assert.deepEqual(variables.map(positionOf), [{ instanceId: "a", name: "a" }]);
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

async function findAll(storage: VariableStorage): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const query of [...ORDERS, ...CONDITIONS]) answers.push(await find(storage, query));
  return answers;
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
