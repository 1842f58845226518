import assert from "node:assert/strict";
import fc from "fast-check";
import { readDispositionParameters } from "../../../core/multipart/_disposition_parameters.ts";
import { suite } from "../../support/suite.ts";

const test = suite("readDispositionParameters()");

/** Reads the parameters; `undefined` if they are malformed. */
function read(text: string): Record<string, string> | undefined {
  try {
    return Object.fromEntries(readDispositionParameters(text, 0));
  } catch (error) {
    assert(error instanceof SyntaxError, String(error));
    return undefined;
  }
}

type Pair = readonly [name: string, value: string];

/** The rules as they are written, one after the other, without regard to time. */
function readByDefinition(text: string): Record<string, string> | undefined {
  const pairs = readRest(text);
  if (pairs === undefined) return undefined;
  const values: Record<string, string> = {};
  for (const [name, value] of pairs) {
    if (Object.hasOwn(values, name)) return undefined;
    values[name] = value;
  }
  return values;
}

function readRest(text: string): readonly Pair[] | undefined {
  if (text === "") return [];
  assert(text.startsWith(";"));
  for (const [pair, length] of waysToRead(text.slice(1))) {
    const rest = readRest(text.slice(1 + length));
    if (rest !== undefined) return pair === undefined ? rest : [pair, ...rest];
  }
  return undefined;
}

/** The ways to read the first parameter of a text, each with the length that it takes. */
function waysToRead(text: string): readonly (readonly [Pair | undefined, number])[] {
  const [begin = "", name = ""] = /^ *(?:([a-z*]+) *= *)?/.exec(text) ?? [];
  const isKnown = ["name", "filename", "filename*"].includes(name);
  const rest = text.slice(begin.length);
  const ways: (readonly [Pair | undefined, number])[] = [];
  const add = (value: string, length: number) =>
    ways.push([isKnown ? [name, value] : undefined, begin.length + length]);

  if (name !== "" && rest.startsWith('"')) {
    const escaped = /^"((?:[^"\\]|\\.)*)" *(?=;|$)/.exec(rest);
    if (escaped?.[1] !== undefined) {
      add(escaped[1].replace(/\\(["\\])/g, "$1"), escaped[0].length);
    }
    const plain = /^"([^"]*)" *(?=;|$)/.exec(rest);
    if (plain?.[1] !== undefined) add(plain[1], plain[0].length);
    const raw = /^"(.*?)" *(?=;|$)/.exec(rest);
    if (name === "filename" && raw?.[1] !== undefined) {
      const swallows = /; *(?:name|filename|filename\*) *=/.test(raw[1]);
      if (!swallows && countQuotes(raw[1]) % 2 === 0) add(raw[1], raw[0].length);
    }
    if (ways.length > 0 || name === "name" || name === "filename") return ways;
  }
  const [piece = ""] = text.split(";");
  const value = piece.slice(begin.length).trimEnd();
  const whole: readonly [Pair | undefined, number] = [
    isKnown ? [name, value] : undefined,
    piece.length,
  ];
  if (name === "filename*") return [whole];
  if (countQuotes(piece) % 2 !== 0) return [];
  if (name === "name" && (value === "" || value.includes('"'))) return [];
  if (name === "filename" && value === "") return [];
  return [whole];
}

function countQuotes(text: string): number {
  return text.split('"').length - 1;
}

test("reads what the rules say, for any quotes, backslashes and semicolons", () => {
  let whole = 0;
  const piece = fc.constantFrom(
    ...['"', '"', "\\", ";", " ", "a", '="', '";'],
    ...["; name=", "; filename=", "; filename*=", '; filename="', "; x="],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = `; filename="${pieces.join("")}`.replaceAll(/; (?=[;a"\\ ]|$)/g, ";").trimEnd();
      const expected = readByDefinition(text);
      assert.deepEqual(read(text), expected, text);
      if (expected !== undefined) whole++;
    }),
    { numRuns: 20_000 },
  );
  assert(whole > 1_000, `${whole} were well-formed`);
});

test("gives back what is written with escapes, and what is written raw with no quotes", () => {
  const value = fc.string({ unit: fc.constantFrom(..."ab\"\\;= \tä\x01\x7f%'*") });
  const plain = value.map((text) => text.replaceAll('"', "%22"));
  fc.assert(
    fc.property(value, value, plain, plain, (name, filename, rawName, rawFilename) => {
      const escaped = [name, filename].map((text) => text.replace(/["\\]/g, "\\$&"));
      assert.deepEqual(read(`; name="${escaped[0]}"; filename="${escaped[1]}"`), {
        name,
        filename,
      });
      // This is how browsers write it. If a backslash comes twice, nobody knows whether it was escaped.
      fc.pre(!/\\[\\]|^[ \t]*;/.test(rawName + rawFilename));
      assert.deepEqual(read(`; name="${rawName}"; filename="${rawFilename}"`), {
        name: rawName,
        filename: rawFilename,
      });
    }),
  );
});

test("keeps a piece that is malformed or comes twice under a name that fits nowhere", () => {
  assert.deepEqual(read("; filename*0=a; filename*0=b; name*1="), {
    "filename*0": "a",
    "filename*0;": "b",
    "name*1;": "",
  });
});

// A reader that tries all readings of each parameter would take more than a lifetime for some of these.
test("reads long hostile values in linear time", () => {
  const count = 1 << 16;
  const hostile = [
    `${'; filename="\\"; x="'.repeat(count)}`,
    `${'; x="\\"; y="; "'.repeat(count)}; filename="`,
    `${'; x="\\";"'.repeat(count)}; name=`,
    `${'; filename="\\";"'.repeat(count)}; name=`,
    `${'; filename="a" b'.repeat(count)}`,
    `; filename="${'a" b; x="'.repeat(count)}`,
    `; filename="${'"   \t'.repeat(count)}`,
    `; filename="${"\\".repeat(count * 4)}`,
    `; filename="${'\\"'.repeat(count * 4)}; name=`,
    `; name="${'\\";'.repeat(count)}"; x="`,
    `${"; x".repeat(count * 4)}; name=`,
    `${'; x="'.repeat(count)}`,
    `${'; filename="'.repeat(count)}`,
    `${'; filename*="'.repeat(count)}"`,
    `; filename="${"; ".repeat(count * 4)}`,
  ];
  for (const text of hostile) read(text);
});
