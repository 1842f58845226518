import assert from "node:assert/strict";
import { resolve } from "node:path";
import { suite } from "../../../support/suite.ts";

/** What the page's script has in `text.js`. */
interface TextModule {
  piecesOf(text: string): string[];
  visible(text: string): string;
  visibleLines(text: string): string;
  sizeText(bytes: number): string;
  indented(json: string): string;
  parseExact(json: string): unknown;
  meanings(value: string): string[];
  textOf(bytes: Uint8Array, charset: string | undefined, isWhole: boolean): string | undefined;
}

const test = suite("texts of the page");
const page: TextModule = await import(resolve("server/page/source/text.js"));

test("show what is not seen by its number", () => {
  for (const [text, shown] of [
    ["plain ä 日本 𝄞", "plain ä 日本 𝄞"],
    ["a\u202Eb", "aU+202Eb"],
    ["\u200B\uFEFF\u00AD\u2066", "U+200BU+FEFFU+00ADU+2066"],
    ["\n\0\u001B", "U+000AU+0000U+001B"],
    ["\u{E0041}\uD800", "U+E0041U+D800"],
    ["\u3164\u2800\u034F\uFE0F", "U+3164U+2800U+034FU+FE0F"],
    ["", ""],
  ] as const) {
    assert.equal(page.visible(text), shown);
    assert.equal(page.piecesOf(text).join(""), shown);
  }
  assert.equal(page.visibleLines("a\r\n\tb\u202E"), "a\r\n\tbU+202E");
  assert.deepEqual(page.piecesOf("a\u202Eb"), ["a", "U+202E", "b"]);
  assert.deepEqual(page.piecesOf("\u200B\u200B"), ["", "U+200B", "", "U+200B", ""]);
});

test("say sizes", () => {
  const sizes = [0, 1, 1023, 1024, 1_048_575, 1_048_576, 5 * 1024 ** 3, 1024 ** 5].map(
    page.sizeText,
  );
  assert.deepEqual(sizes, [
    "0 bytes",
    "1 byte",
    "1023 bytes",
    "1.0 KiB",
    "1024.0 KiB",
    "1.0 MiB",
    "5.0 GiB",
    "1024.0 TiB",
  ]);
});

test("break JSON into lines, and change nothing else", () => {
  const json = `{"a":[1.00,-2e+5,9007199254740993],"b":{},"c":[ ],"a":"x, {\\"y\\": [1]}\\u0041 ","d": null}`;
  const lines = page.indented(json);
  assert.equal(
    lines,
    `{
  "a": [
    1.00,
    -2e+5,
    9007199254740993
  ],
  "b": {},
  "c": [],
  "a": "x, {\\"y\\": [1]}\\u0041 ",
  "d": null
}`,
  );
  assert.equal(page.indented(lines), lines);
});

test("move no line so far in that much would become of little", () => {
  const depth = 32_768;
  const lines = page.indented("[".repeat(depth) + "]".repeat(depth));
  assert.ok(lines.length < 4_000_000, `${lines.length}`);
  assert.equal(lines.replaceAll(/\s/g, ""), "[".repeat(depth) + "]".repeat(depth));
});

test("keep the digits of a value where the browser tells them", () => {
  const json = `{"type":"Long","value":9007199254740993,"valueInfo":{"size":7}}`;
  const read = page.parseExact(json);
  // Node 20 does not tell what a number was read from.
  const isTold = JSON.stringify(read).includes(`"9007199254740993"`);
  const value = isTold ? "9007199254740993" : "9007199254740992";
  assert.deepEqual(read, { type: "Long", value, valueInfo: { size: 7 } });
});

test("mean what was typed, and a number or true besides", () => {
  for (const [typed, meant] of [
    ["Ada", ['"Ada"']],
    ["42", ['"42"', "42"]],
    ["9007199254740993", ['"9007199254740993"', "9007199254740993"]],
    ["-1.50e3", ['"-1.50e3"', "-1.50e3"]],
    ["007", ['"007"']],
    ["true", ['"true"', "true"]],
    ["null", ['"null"', "null"]],
    ['"}],"x":1', ['"\\"}],\\"x\\":1"']],
  ] as const) {
    assert.deepEqual(page.meanings(typed), meant);
  }
});

test("are read from bytes that are text", () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  assert.equal(page.textOf(utf8("Grüße"), undefined, true), "Grüße");
  assert.equal(page.textOf(utf8("Grü").subarray(0, 3), undefined, false), "Gr");
  assert.equal(page.textOf(utf8("Grü").subarray(0, 3), undefined, true), undefined);
  assert.equal(page.textOf(Uint8Array.of(0x63, 0xe9), "latin1", true), "cé");
  assert.equal(page.textOf(Uint8Array.of(0x63, 0xe9), undefined, true), undefined);
  assert.equal(page.textOf(utf8("plain"), "no such charset", true), "plain");
  assert.equal(page.textOf(Uint8Array.of(0x61, 0), undefined, true), undefined);
});
