import assert from "node:assert/strict";
import {
  meetsScalarConditions,
  nameMatcher,
} from "../../../../core/storage/query/query_matcher.ts";
import { keyAfter, NULL_KEY, numberKey } from "../../../../core/storage/query/scalar_key.ts";
import type { ScalarRange } from "../../../../core/storage/query/storage_query.ts";
import { suite } from "../../../support/suite.ts";

const names = suite("nameMatcher()");
const values = suite("meetsScalarConditions()");

const NAMES = ["order", "Order", "ORDER_7", "order_7", "order-7", "Straße", ""];

names("without conditions every name meets all", () => {
  assert.deepEqual(NAMES.filter(nameMatcher([])), NAMES);
});

names("compares the whole name, with case unless told otherwise", () => {
  const equal = { operator: "eq", text: "order" } as const;
  assert.deepEqual(NAMES.filter(nameMatcher([equal])), ["order"]);
  assert.deepEqual(NAMES.filter(nameMatcher([{ ...equal, ignoreCase: false }])), ["order"]);
  assert.deepEqual(NAMES.filter(nameMatcher([{ ...equal, ignoreCase: true }])), ["order", "Order"]);
  const folded = nameMatcher([{ operator: "eq", text: "STRASSE", ignoreCase: true }]);
  assert.deepEqual(NAMES.filter(folded), ["Straße"]);
});

names("matches patterns, and '%' and '_' mean nothing in a text that is compared", () => {
  const like = { operator: "like", text: "order_7" } as const;
  assert.deepEqual(NAMES.filter(nameMatcher([like])), ["order_7", "order-7"]);
  assert.deepEqual(NAMES.filter(nameMatcher([{ ...like, text: "order\\_7", ignoreCase: true }])), [
    "ORDER_7",
    "order_7",
  ]);
  assert.deepEqual(NAMES.filter(nameMatcher([{ operator: "eq", text: "order_7" }])), ["order_7"]);
  assert.deepEqual(NAMES.filter(nameMatcher([{ operator: "eq", text: "%" }])), []);
});

names("asks for all conditions", () => {
  const matches = nameMatcher([
    { operator: "like", text: "o%" },
    { operator: "like", text: "%7" },
    { operator: "like", text: "%\\_%" },
  ]);
  assert.deepEqual(NAMES.filter(matches), ["order_7"]);
});

const SEVEN = numberKey(7);

/** Whether a Long of 7 is in one of the ranges. */
function hasSeven(...anyOf: readonly ScalarRange[]): boolean {
  return meetsScalarConditions([{ anyOf }], "Long", SEVEN);
}

values("without conditions every value meets all", () => {
  assert.equal(meetsScalarConditions([], "Bytes", undefined), true);
});

values("a range has its lower end, and not its upper one", () => {
  assert.equal(hasSeven({ from: SEVEN, to: keyAfter(SEVEN) }), true);
  assert.equal(hasSeven({ from: SEVEN, to: SEVEN }), false);
  assert.equal(hasSeven({ from: SEVEN }), true);
  assert.equal(hasSeven({ from: keyAfter(SEVEN) }), false);
  assert.equal(hasSeven({ to: keyAfter(SEVEN) }), true);
  assert.equal(hasSeven({ to: SEVEN }), false);
  assert.equal(hasSeven({ from: numberKey(8), to: numberKey(6) }), false);
});

values("a range may be of some types, of all, or of none", () => {
  assert.equal(hasSeven({ types: ["Short", "Long"] }), true);
  assert.equal(hasSeven({ types: ["long"] }), false);
  assert.equal(hasSeven({ types: [] }), false);
  assert.equal(hasSeven({}), true);
  assert.equal(hasSeven({ types: ["Double"], from: SEVEN }), false);
});

values("a value without a key is in no range that has an end", () => {
  const meets = (range: ScalarRange) =>
    meetsScalarConditions([{ anyOf: [range] }], "String", undefined);
  assert.equal(meets({}), true);
  assert.equal(meets({ types: ["String"] }), true);
  assert.equal(meets({ types: ["String"], from: new Uint8Array(0) }), false);
  assert.equal(meets({ to: Uint8Array.of(255) }), false);
});

values("one range is enough, no range is too few, and a negated condition is the opposite", () => {
  assert.equal(hasSeven({ types: ["Double"] }, { from: SEVEN }), true);
  assert.equal(hasSeven(), false);
  const negated = (...anyOf: readonly ScalarRange[]) =>
    meetsScalarConditions([{ anyOf, negated: true }], "Long", NULL_KEY);
  assert.equal(negated(), true);
  assert.equal(negated({ from: SEVEN }), true);
  assert.equal(negated({ to: keyAfter(NULL_KEY) }), false);
  assert.equal(negated({ from: SEVEN }, { types: ["Long"] }), false);
});

values("asks for all conditions", () => {
  const isLong = { anyOf: [{ types: ["Long"] }] };
  const isSeven = { anyOf: [{ from: SEVEN, to: keyAfter(SEVEN) }] };
  assert.equal(meetsScalarConditions([isLong, isSeven], "Long", SEVEN), true);
  assert.equal(meetsScalarConditions([isLong, isSeven], "Double", SEVEN), false);
  assert.equal(
    meetsScalarConditions([isLong, { ...isSeven, negated: true }], "Long", SEVEN),
    false,
  );
});
