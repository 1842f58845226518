import assert from "node:assert/strict";
import fc from "fast-check";
import { readExtendedParameter } from "../../../core/multipart/_extended_parameter.ts";
import { suite } from "../../support/suite.ts";

const test = suite("readExtendedParameter()");

function read(parameters: Readonly<Record<string, string>>): string | undefined {
  return readExtendedParameter(new Map(Object.entries(parameters)), "f");
}

test("reads what came in one piece", () => {
  assert.equal(read({ "f*": "UTF-8''%e2%82%AC%20b'c" }), "€ b'c");
  assert.equal(read({ "f*": "iso-8859-1'de-AT'%e4" }), "ä");
  assert.equal(read({ "f*": "us-ascii''b" }), "b");
  assert.equal(read({ "f*": "''b" }), "b");
  assert.equal(read({ "f*": "utf-8''" }), "");
});

test("finds nothing where nothing came so", () => {
  assert.equal(read({}), undefined);
  assert.equal(read({ f: "x", g: "x", "g*": "utf-8''x", "ff*": "utf-8''x" }), undefined);
});

test("reads what came in pieces, encoded or not, in any order", () => {
  assert.equal(read({ "f*0": "a%41" }), "a%41");
  assert.equal(read({ "f*1": "b ä", "f*0": "a;" }), "a;b ä");
  assert.equal(read({ "f*2": "%", "f*1*": "%82%AC", "f*0*": "utf-8''%E2" }), "€%");
  assert.equal(read({ "f*0*": "''a", "f*1*": "%41" }), "aA");
});

test("gives back what was cut into pieces anywhere", () => {
  const piece = fc.tuple(fc.uint8Array({ maxLength: 6 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
      const parameters = new Map<string, string>();
      const bytes: number[] = [];
      for (const [i, [content, encoded]] of pieces.entries()) {
        if (encoded || i === 0) {
          const escaped = Array.from(content, (byte) => `%${byte.toString(16).padStart(2, "0")}`);
          parameters.set(`f*${i}*`, `${i === 0 ? "koi8-r''" : ""}${escaped.join("")}`);
          bytes.push(...content);
        } else {
          const plain = Buffer.from(content).toString("base64");
          parameters.set(`f*${i}`, plain);
          bytes.push(...Buffer.from(plain));
        }
      }
      const expected = new TextDecoder("koi8-r").decode(Uint8Array.from(bytes));
      assert.equal(readExtendedParameter(parameters, "f"), expected);
    }),
  );
});

test("reads pieces of any length", () => {
  const long = "x".repeat(300_000);
  assert.equal(read({ "f*0": long, "f*1": long }), long + long);
  assert.equal(read({ "f*0*": `utf-8''${long}`, "f*1*": long }), long + long);
});

test("refuses what is broken", () => {
  const broken: readonly [Record<string, string>, string][] = [
    [{ "f*": "b" }, "names no charset"],
    [{ "f*": "utf-8'b" }, "names no charset"],
    [{ "f*0*": "b" }, "names no charset"],
    [{ "f*": "none''b" }, "names an unknown charset 'none'"],
    [{ "f*": "UTF-8''%ff" }, "is not in its charset 'UTF-8'"],
    [{ "f*": "utf-8''%4" }, "is malformed"],
    [{ "f*": "utf-8''a b" }, "is malformed"],
    [{ "f*": "utf-8''ä" }, "is malformed"],
    [{ "f*0*": "utf-8''a", "f*1*": "%" }, "is malformed"],
    [{ "f*1": "b" }, "comes in pieces that do not fit"],
    [{ "f*0": "a", "f*2": "b" }, "comes in pieces that do not fit"],
    [{ "f*0": "a", "f*0*": "utf-8''b" }, "comes in pieces that do not fit"],
    [{ "f*0": "a", "f*1*": "b" }, "comes in pieces that do not fit"],
    [{ "f*00": "a" }, "comes in pieces that do not fit"],
    [{ "f*x": "a" }, "comes in pieces that do not fit"],
  ];
  for (const [parameters, reason] of broken) {
    assert.throws(() => read(parameters), {
      name: "SyntaxError",
      message: `parameter 'f*' ${reason}`,
    });
  }
});
