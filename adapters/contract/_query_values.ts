import assert from "node:assert/strict";
import { keyAfter, LAST_NUMBER_KEY, scalarKey } from "../../core/storage/query/scalar_key.ts";
import type { ScalarCondition } from "../../core/storage/query/storage_query.ts";
import type { CaseGroup } from "./_case_group.ts";
import { utf8 } from "./_content.ts";
import { find } from "./_find.ts";
import { plainQuery } from "./_plain_query.ts";
import { equalTo } from "./_query_samples.ts";
import { ENDS } from "./_random_query.ts";
import { SCALARS } from "./_random_values.ts";
import { put } from "./_variables.ts";

const needs = { queries: true };

/** Values that are compared, and types. */
export const queryValues: CaseGroup = {
  group: "values in queries",
  cases: [
    {
      name: "each number, date, Boolean and null is compared with each other one as its value is",
      needs,
      async run({ storage }) {
        const values = [...SCALARS, { type: "Long", valueInfo: {}, content: null }];
        const changes = values.map((value, i) => ({ ...put(`v${i}`, null), ...value }));
        const records = await storage.apply("order-1", changes);
        const variables = records.flatMap((record) =>
          record === undefined ? [] : [{ instanceId: "order-1", record }],
        );
        for (const key of [
          ...ENDS,
          ...variables.flatMap(({ record }) => scalarKey(record) ?? []),
        ]) {
          for (const condition of comparisonsWith(key)) {
            const query = { values: [condition] };
            const expected = plainQuery(variables, query).map(({ record }) => record.name);
            const found = await find(storage, query);
            assert.deepEqual(
              found.map(([, name]) => name),
              expected,
              `${condition.negated === true ? "not " : ""}${JSON.stringify(condition.anyOf)}`,
            );
          }
        }
      },
    },
    {
      name: "a type is any text, which is compared as it is",
      needs,
      async run({ storage }) {
        const types = ["Long", "LONG", "long", "", "a\0b", "a", "ß", "ss", "\ufffd", "\u{1f600}"];
        const changes = types.map((type, i) => put(`v${i}`, utf8("7"), { type }));
        await storage.apply("order-1", changes);
        for (const [i, type] of types.entries()) {
          const query = { values: [{ anyOf: [{ types: [type, "nothing"] }] }] };
          assert.deepEqual(await find(storage, query), [["order-1", `v${i}`]], type);
        }
        for (const type of ["%", "Long ", "Lon"]) {
          assert.deepEqual(await find(storage, { values: [{ anyOf: [{ types: [type] }] }] }), []);
        }
        assert.deepEqual(await find(storage, { values: [equalTo(7)] }), [["order-1", "v0"]]);
      },
    },
  ],
};

/** Equal, less, at least, not equal, and a whole number that is equal or a Double that is greater. */
function comparisonsWith(key: Uint8Array): readonly ScalarCondition[] {
  const equal = { from: key, to: keyAfter(key) };
  const types = ["Short", "Integer", "Long"];
  return [
    { anyOf: [equal] },
    { anyOf: [{ to: key }] },
    { anyOf: [{ from: key }] },
    { anyOf: [equal], negated: true },
    {
      anyOf: [
        { ...equal, types },
        { types: ["Double"], from: keyAfter(key), to: LAST_NUMBER_KEY },
      ],
    },
  ];
}
