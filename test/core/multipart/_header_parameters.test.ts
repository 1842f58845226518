import assert from "node:assert/strict";
import fc from "fast-check";
import { readParameters } from "../../../core/multipart/_header_parameters.ts";
import { suite } from "../../support/suite.ts";

const test = suite("readParameters()");

function read(text: string): readonly (readonly [string, string])[] {
  return [...readParameters(text, 0)];
}

test("reads names in any case and values of both kinds", () => {
  assert.deepEqual(read(""), []);
  assert.deepEqual(read(";"), []);
  assert.deepEqual(read("; a=b"), [["a", "b"]]);
  assert.deepEqual(read(';A="b";; c = d ; E\t=\t"" ;'), [
    ["a", "b"],
    ["c", "d"],
    ["e", ""],
  ]);
  assert.deepEqual(read(";a=/=?:@[]{}(),<>\\äß"), [["a", "/=?:@[]{}(),<>\\äß"]]);
  assert.deepEqual([...readParameters("a;b=c; d=e", 5)], [["d", "e"]]);
});

test("undoes escapes of quotes and backslashes, and no others", () => {
  assert.deepEqual(read('; a="\\"\\\\\\n\\;\\\\\\""'), [["a", '"\\\\n\\;\\"']]);
});

test("refuses what is no parameter", () => {
  for (const text of [
    "a=b",
    "; a",
    "; a=",
    "; =b",
    "; a=b c",
    '; a="b"c',
    '; a="b',
    '; a="b\\"',
    '; a=b"',
    "; a b=c",
    "; ä=b",
    ",a=b",
  ]) {
    const expected = { name: "SyntaxError", message: "a parameter is malformed" };
    assert.throws(() => read(text), expected, text);
  }
});

test("refuses a parameter that comes twice", () => {
  assert.throws(() => read("; a=b; A=b"), {
    name: "SyntaxError",
    message: "parameter 'a' is repeated",
  });
});

test("gives back any values", () => {
  const value = fc.string({ unit: fc.constantFrom(..."ab\"\\;= \tä€,'") });
  fc.assert(
    fc.property(fc.array(value), fc.constantFrom(";", " ; ", ";\t;"), (values, separator) => {
      const text = values.map((value, i) => {
        return `${separator}P${i}="${value.replace(/["\\]/g, "\\$&")}"`;
      });
      const expected = values.map((value, i) => [`p${i}`, value]);
      assert.deepEqual(read(text.join("")), expected);
    }),
  );
});
