import assert from "node:assert/strict";
import {
  booleanKey,
  compareKeys,
  dateKey,
  keyAfter,
  NULL_KEY,
  numberKey,
  scalarKey,
} from "../../../../core/storage/query/scalar_key.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("scalarKey()");

/** Numbers in their order; each is less than the next one. */
const NUMBERS: readonly (number | bigint)[] = [
  Number.NEGATIVE_INFINITY,
  -(2 ** 70),
  -(2n ** 63n),
  -(2n ** 63n) + 1n,
  -9007199254740993n,
  -9007199254740992,
  -1.5,
  -1,
  -5e-324,
  0,
  5e-324,
  1,
  32767,
  32768,
  2147483648n,
  9007199254740992,
  9007199254740993n,
  2n ** 54n,
  2n ** 63n - 1025n,
  2n ** 63n - 513n,
  2n ** 63n - 1n,
  2 ** 63,
  1e300,
  Number.POSITIVE_INFINITY,
  Number.NaN,
];

function keyOf(type: string, text: string): Uint8Array | undefined {
  return scalarKey({ type, isNull: false, inline: new TextEncoder().encode(text) });
}

test("orders numbers of all types as their values, to the last digit of a Long", () => {
  for (const [index, number] of NUMBERS.entries()) {
    for (const [other, value] of NUMBERS.entries()) {
      const order = Math.sign(compareKeys(numberKey(number), numberKey(value)));
      assert.equal(order, Math.sign(index - other), `${number} and ${value}`);
    }
  }
  assert.deepEqual(numberKey(-0), numberKey(0));
});

test("gives one key to the same number of each type", () => {
  for (const type of ["Short", "Integer", "Long"])
    assert.deepEqual(keyOf(type, "7"), numberKey(7n));
  assert.deepEqual(keyOf("Double", "7.0"), numberKey(7));
  assert.deepEqual(keyOf("Double", "-0.0"), numberKey(0));
  assert.deepEqual(keyOf("Double", "NaN"), numberKey(Number.NaN));
  assert.deepEqual(keyOf("Double", "-Infinity"), numberKey(Number.NEGATIVE_INFINITY));
  assert.deepEqual(keyOf("Long", "9223372036854775807"), numberKey(2n ** 63n - 1n));
  assert.deepEqual(keyOf("Boolean", "true"), booleanKey(true));
  assert.deepEqual(keyOf("Date", "1969-12-31T23:59:59.999+0000"), dateKey(-1));
  assert.ok(compareKeys(dateKey(-1), dateKey(0)) < 0);
});

test("gives one key to all nulls, and none to what is not compared or not canonical", () => {
  for (const type of ["Null", "String", "Long"]) {
    assert.deepEqual(scalarKey({ type, isNull: true }), NULL_KEY);
  }
  const texts = { String: "7", Bytes: "7", Json: "7", Long: "x", Double: "", Boolean: "TRUE" };
  for (const [type, text] of Object.entries(texts)) assert.equal(keyOf(type, text), undefined);
  assert.equal(keyOf("Date", "2020-01-01"), undefined);
  assert.equal(keyOf("Date", "x+0000"), undefined);
  assert.equal(scalarKey({ type: "Long", isNull: false }), undefined);
});

test("has a first key behind each key", () => {
  const key = numberKey(7);
  assert.ok(compareKeys(key, keyAfter(key)) < 0);
  assert.ok(compareKeys(keyAfter(key), numberKey(7.000000000000001)) < 0);
});
