import assert from "node:assert/strict";
import { assert as check, double, maxSafeInteger, property } from "fast-check";
import { exactNumber } from "../../../../server/testing/values/_exact_number.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("exactNumber()");

const EXACT: readonly (readonly [lexeme: string, value: number | bigint])[] = [
  ["0", 0],
  ["-0", -0],
  ["-0.0", -0],
  ["0e999", 0],
  ["42", 42],
  ["-42", -42],
  ["9007199254740991", 9007199254740991],
  ["9007199254740993", 9007199254740993n],
  ["-9223372036854775808", -9223372036854775808n],
  ["0.1", 0.1],
  ["12.50", 12.5],
  ["0.30000000000000004", 0.30000000000000004],
  ["0.1000000000000000000000", 0.1],
  ["0.1000000000000000055511151231257827", 0.1],
  ["218164297030583.12", 218164297030583.12],
  ["1.0E7", 10_000_000],
  ["1e+300", 1e300],
  ["100e-2", 1],
  ["0.001e3", 1],
  ["4.9E-324", 5e-324],
  ["1.7976931348623157E308", Number.MAX_VALUE],
];

test("keeps all digits", () => {
  for (const [lexeme, value] of EXACT) assert.ok(Object.is(exactNumber(lexeme), value), lexeme);
});

test("refuses what JavaScript cannot hold", () => {
  for (const lexeme of [
    "3.14159265358979323846",
    "0.12345678901234567",
    "9007199254740993.0",
    "9007199254740993e0",
    "1e400",
    "-1e400",
    "1e-400",
    `0.${"1".repeat(200)}`,
  ]) {
    assert.equal(exactNumber(lexeme), undefined, lexeme);
  }
});

test("gives each number back as JavaScript printed it", () => {
  const printed = double({ noNaN: true, noDefaultInfinity: true });
  check(
    property(printed, (value) => {
      const found = exactNumber(JSON.stringify(value));
      // JSON.stringify prints -0 as 0, and large whole numbers without an exponent; they may have been another Long.
      assert.equal(Number(found), value + 0);
    }),
  );
  check(property(maxSafeInteger(), (value) => assert.equal(exactNumber(String(value)), value)));
});
