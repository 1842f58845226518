import assert from "node:assert/strict";
import { assert as check, json, property } from "fast-check";
import { plainJson } from "../../../../server/testing/values/_plain_json.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("plainJson()");

const encoder = new TextEncoder();

function read(text: string): unknown {
  return plainJson(encoder.encode(text));
}

test("gives what JSON.parse gives", () => {
  const rounded = (_: string, value: unknown) =>
    typeof value === "bigint" ? Number(value) : value;
  check(
    property(json(), (text) => {
      const value = JSON.parse(JSON.stringify(read(text), rounded));
      assert.deepEqual(value, JSON.parse(text));
    }),
  );
  assert.deepEqual(read('{"a": [1, {"b": null}], "": {}, "a": "last"}'), { a: "last", "": {} });
});

test("keeps the digits of whole numbers", () => {
  assert.deepEqual(read("[9223372036854775807, 1]"), [9223372036854775807n, 1]);
});

test("refuses a number that would lose digits", () => {
  assert.throws(() => read('{"pi": 3.14159265358979323846}'), {
    name: "RangeError",
    message: "a number of JavaScript cannot hold all digits of 3.14159265358979323846",
  });
});

test("takes any name of a member", () => {
  const value = read('{"__proto__": {"polluted": true}, "constructor": 1}');
  assert.deepEqual(value, JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'));
  assert.equal(Reflect.get(Object.prototype, "polluted"), undefined);
});

test("refuses what is not JSON", () => {
  assert.throws(() => read("{"), { name: "JsonSyntaxError" });
});
