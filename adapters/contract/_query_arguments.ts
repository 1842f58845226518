import assert from "node:assert/strict";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { CaseGroup } from "./_case_group.ts";
import { queryOf } from "./_find.ts";

const needs = { queries: true };
const condition = { operator: "eq", text: "a" };

/** Queries of a wrong form, which JavaScript can pass. */
const NO_QUERIES: readonly unknown[] = [
  ...[undefined, null, "a", 7],
  ...[{ name: "a" }, { sorting: [] }, { order: "type" }, { order: null }, { descending: "yes" }],
  ...["a", [7], [null], ["b", "a"], ["a", "a"], ["\u{1f600}", "\uffff"]].map((instanceIds) => ({
    instanceIds,
  })),
  ...["a", condition, [null], ["a"], [{ ...condition, operator: "neq" }]].map((names) => ({
    names,
  })),
  ...[
    [{ operator: "eq" }],
    [{ ...condition, text: 7 }],
    [{ ...condition, ignoreCase: 1 }],
    [{ ...condition, ignorecase: true }],
  ].map((names) => ({ names })),
  ...[
    "a",
    [null],
    [{}],
    [{ anyOf: {} }],
    [{ anyOf: [], negated: 1 }],
    [{ anyOf: [], not: true }],
  ].map((values) => ({
    values,
  })),
  ...[null, { types: "Long" }, { types: [7] }, { too: undefined }, { from: "a" }, { to: [7] }].map(
    (range) => ({
      values: [{ anyOf: [range] }],
    }),
  ),
];

const NO_PAGES: readonly unknown[] = [
  ...[null, "a", { offset: 7 }, { skip: "1" }, { skip: null }, { limit: "1" }, { limit: null }],
  ...["a", null, {}, { instanceId: "a" }, { instanceId: 7, name: "a" }].map((after) => ({ after })),
];

const IMPOSSIBLE: readonly object[] = [
  ...[0, -1, 1.5, 10_001, Number.NaN, Infinity].map((limit) => ({ limit })),
  ...[-1, 1.5, Number.NaN, -Infinity].map((skip) => ({ skip })),
];

/** Wrong arguments of a query are refused. */
export const queryArguments: CaseGroup = {
  group: "arguments of queries",
  cases: [
    {
      name: "a query of a wrong form is a TypeError",
      needs,
      async run({ storage }) {
        for (const query of NO_QUERIES) {
          await assert.rejects(() => askWith(storage, query), TypeError, JSON.stringify(query));
        }
      },
    },
    {
      name: "page options of another type are a TypeError",
      needs,
      async run({ storage }) {
        for (const page of NO_PAGES) {
          await assert.rejects(() => askWith(storage, {}, page), TypeError, JSON.stringify(page));
        }
      },
    },
    {
      name: "a page of an impossible size, or behind an impossible number of variables, is a RangeError",
      needs,
      async run({ storage }) {
        for (const page of IMPOSSIBLE) {
          await assert.rejects(() => askWith(storage, {}, page), RangeError, JSON.stringify(page));
        }
      },
    },
  ],
};

async function askWith(storage: VariableStorage, ...args: readonly unknown[]): Promise<unknown> {
  return Reflect.apply(queryOf(storage), undefined, args);
}
