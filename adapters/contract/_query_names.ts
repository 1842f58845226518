import assert from "node:assert/strict";
import type { NameCondition } from "../../core/storage/query/storage_query.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { CaseGroup } from "./_case_group.ts";
import { find } from "./_find.ts";
import { putOne } from "./_variables.ts";

const needs = { queries: true };

/** A text, and the names that it means without case, as Unicode folds it: not a language, and not only ASCII. */
const FOLDED: readonly (readonly [text: string, names: readonly string[]])[] = [
  ["strasse", ["STRASSE", "Strasse", "Straße", "strasse"]],
  ["STRAẞE", ["STRASSE", "Strasse", "Straße", "strasse"]],
  ["ÄPFEL", ["Äpfel", "äpfel"]],
  ["a\u0308pfel", ["a\u0308pfel"]],
  ["i", ["I", "i"]],
  ["ı", ["ı"]],
  ["ΟΔΟΣ", ["ΟΔΟΣ", "οδος", "οδοσ"]],
  ["k", ["K", "k", "\u212a"]],
  ["%", ["%"]],
];

/** A pattern, and the names that match it. */
const PATTERNS: readonly (readonly [pattern: string, names: readonly string[]])[] = [
  ["order%", ["order", "order%", "order-7", "order_7", "order_77"]],
  ["order_7", ["order-7", "order_7"]],
  ["order\\_7", ["order_7"]],
  ["order\\%", ["order%"]],
  ["order\\", []],
  ["\\order", ["order"]],
  ["\\\\order", ["\\order"]],
  ["%\\\\%", ["\\order"]],
  ["%7", ["order-7", "order_7", "order_77"]],
  ["%_7_", ["order_77"]],
  ["%r%r%", ["\\order", "order", "order%", "order-7", "order_7", "order_77"]],
  ["_", ["\u{1f600}"]],
  ["Order%", []],
  ["", []],
];

/** Names that are asked for by patterns or without case. */
export const queryNames: CaseGroup = {
  group: "names in queries",
  cases: [
    {
      name: "case is ignored as Unicode folds it",
      needs,
      async run({ storage }) {
        const names = [...new Set(FOLDED.flatMap(([, names]) => names)), "İ"];
        for (const name of names) await putOne(storage, name, null);
        for (const [text, expected] of FOLDED) {
          const condition = { text, ignoreCase: true } as const;
          assert.deepEqual(
            await namesOf(storage, { operator: "eq", ...condition }),
            expected,
            text,
          );
          if (text === "%") continue;
          assert.deepEqual(await namesOf(storage, { operator: "like", ...condition }), expected);
        }
        const prefix: NameCondition = { operator: "like", text: "sTRAss%", ignoreCase: true };
        assert.deepEqual(await namesOf(storage, prefix), FOLDED[0]?.[1]);
        assert.deepEqual(await namesOf(storage, { operator: "eq", text: "Straße" }), ["Straße"]);
        assert.deepEqual(await namesOf(storage, { operator: "eq", text: "straße" }), []);
      },
    },
    {
      name: "'%', '_' and '\\' have their meaning in a pattern, and no other character has one",
      needs,
      async run({ storage }) {
        const names = PATTERNS.flatMap(([, names]) => names);
        for (const name of new Set(names)) await putOne(storage, name, null);
        for (const [text, expected] of PATTERNS) {
          assert.deepEqual(await namesOf(storage, { operator: "like", text }), expected, text);
        }
        for (const text of ["order*", "order.7", "[o]rder", "^order", "order?7"]) {
          assert.deepEqual(await namesOf(storage, { operator: "like", text }), [], text);
        }
      },
    },
    {
      name: "a pattern with thirty '%' does not take for ever",
      needs,
      async run({ storage }) {
        for (const letter of ["a", "b"]) await putOne(storage, letter.repeat(255), null);
        const text = `${"%a".repeat(30)}%b`;
        assert.deepEqual(await namesOf(storage, { operator: "like", text }), []);
      },
    },
    {
      name: "all conditions on names hold for one and the same variable",
      needs,
      async run({ storage }) {
        for (const name of ["abc", "ab", "bc"]) await putOne(storage, name, null);
        const conditions = ["a%", "%c"].map((text) => ({ operator: "like", text }) as const);
        assert.deepEqual(await namesOf(storage, ...conditions), ["abc"]);
        const equal = ["ab", "bc"].map((text) => ({ operator: "eq", text }) as const);
        assert.deepEqual(await namesOf(storage, ...equal), []);
      },
    },
  ],
};

async function namesOf(
  storage: VariableStorage,
  ...names: readonly NameCondition[]
): Promise<readonly string[]> {
  return (await find(storage, { names })).map(([, name]) => name);
}
