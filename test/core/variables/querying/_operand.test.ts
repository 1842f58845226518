import assert from "node:assert/strict";
import type { VariableCondition } from "../../../../core/variables/options/variable_query.ts";
import { type Operand, operandOf } from "../../../../core/variables/querying/_operand.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("operandOf()");

const CASES: readonly (readonly [value: VariableCondition["value"], operand: Operand])[] = [
  [null, { kind: "null", text: "null" }],
  ["", { kind: "null", text: "" }],
  ["   ", { kind: "null", text: "   " }],
  ["null", { kind: "null", text: "null" }],
  ["  null ", { kind: "null", text: "  null " }],
  ["NULL", { kind: "string", text: "NULL" }],
  ["null x", { kind: "string", text: "null x" }],
  ["nullnull", { kind: "string", text: "nullnull" }],
  ["nu", { kind: "string", text: "nu" }],
  ["\t", { kind: "string", text: "\t" }],
  ["null\n", { kind: "string", text: "null\n" }],
  ["\u00a0", { kind: "string", text: "\u00a0" }],
  [" x ", { kind: "string", text: " x " }],
  ["true", { kind: "string", text: "true" }],
  ["7", { kind: "string", text: "7" }],
  ["2020-01-02T01:04:05.678+0000", { kind: "date", time: 1577927045678 }],
  [new Date(1577927045678), { kind: "date", time: 1577927045678 }],
  [true, { kind: "boolean", value: true }],
  [7, { kind: "whole", value: 7n }],
  [-0, { kind: "whole", value: 0n }],
  [7.5, { kind: "double", value: 7.5 }],
  [1e300, { kind: "double", value: 1e300 }],
  [Infinity, { kind: "double", value: Infinity }],
  [2n ** 63n - 1n, { kind: "whole", value: 2n ** 63n - 1n }],
  [2n ** 63n, { kind: "double", value: 2 ** 63 }],
  [2 ** 63, { kind: "double", value: 2 ** 63 }],
  [-(2n ** 63n), { kind: "whole", value: -(2n ** 63n) }],
  [-(2n ** 63n) - 1n, { kind: "double", value: -(2 ** 63) }],
];

test("reads values as the engine does", () => {
  for (const [value, operand] of CASES) assert.deepEqual(operandOf(value), operand);
});

test("reads a million blanks in linear time", () => {
  const blanks = " ".repeat(1_000_000);
  assert.equal(operandOf(blanks).kind, "null");
  assert.equal(operandOf(`${blanks}x`).kind, "string");
  assert.equal(operandOf(`null${blanks}x`).kind, "string");
});
