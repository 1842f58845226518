import assert from "node:assert/strict";
import fc from "fast-check";
import { Delimiter } from "../../../core/multipart/_delimiter.ts";
import { latin1, toLatin1 } from "../../support/multipart_message.ts";
import { suite } from "../../support/suite.ts";

const test = suite("Delimiter");

const CURL = "------------------------a1b2c3d4e5f6a1";

/** Finds the delimiter, or a beginning of it at the end of the text, in the simplest way. */
function findPlainly(text: string, delimiter: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const rest = text.slice(at, at + delimiter.length);
    if (delimiter.startsWith(rest)) return at;
  }
  return text.length;
}

/** Contents after which the search hops from CR to CR, hops to a rarer byte of the delimiter, or takes samples. */
const BEFORE: readonly ((boundary: string) => string)[] = [
  () => "",
  () => "\r".repeat(3_000),
  (boundary) => [...`\r\n--${boundary}`].reverse().join("").repeat(1_000),
];

test("finds the first delimiter, whole or cut off, whatever was searched before", () => {
  const boundary = fc.constantFrom(
    "x",
    "-",
    "a".repeat(70),
    "-".repeat(30),
    "ab-".repeat(12),
    CURL,
  );
  const chunks = boundary.chain((boundary) => {
    const delimiter = `\r\n--${boundary}`;
    const piece = fc.oneof(
      fc.nat(delimiter.length).map((end) => delimiter.slice(0, end)),
      fc.nat(delimiter.length).map((start) => delimiter.slice(start)),
      fc
        .nat(delimiter.length - 1)
        .map((at) => `${delimiter.slice(0, at)}!${delimiter.slice(at + 1)}`),
      fc.constantFrom("\r", "\n", "-", "x", "a".repeat(90), "-".repeat(90), "\0".repeat(1_100)),
    );
    const chunk = fc
      .tuple(fc.array(piece, { maxLength: 12 }), fc.nat(40))
      .map(([pieces, from]) => ({ text: pieces.join(""), from }));
    return fc.tuple(fc.constant(boundary), fc.array(chunk, { minLength: 1, maxLength: 12 }));
  });
  fc.assert(
    fc.property(chunks, fc.constantFrom(...BEFORE), ([boundary, chunks], before) => {
      const delimiter = new Delimiter(boundary);
      const content = latin1(before(boundary));
      assert.equal(delimiter.find(content, 0), content.length - (content.at(-1) === 13 ? 1 : 0));
      for (const { text, from } of chunks) {
        const start = Math.min(from, text.length);
        const expected = findPlainly(text, `\r\n--${boundary}`, start);
        assert.equal(delimiter.find(latin1(text), start), expected);
      }
    }),
    { numRuns: 3_000 },
  );
});

/** Contents that begin like a delimiter, and have all its bytes. */
const FALSE_STARTS: readonly ((delimiter: string) => string)[] = [
  (delimiter) => `${delimiter.slice(4)}${delimiter.slice(0, -1)}!`,
  (delimiter) => `${delimiter.slice(4)}${delimiter.slice(0, delimiter.length / 2)}`,
  (delimiter) => `${delimiter.slice(4)}${delimiter.slice(0, -2)}!${delimiter.slice(-1)}`,
];

test("finds a delimiter at each place of contents of every kind and length", () => {
  for (const boundary of ["x", "a".repeat(70), "-OSQH1f8lzs83iXFHphqfIuitaQfNKFY74Y", CURL]) {
    const fills = ["\0", "a", "x\r", "\r\n", "\r\n--", "Y", `\r\n--${boundary.slice(1)}`];
    for (const fill of [...fills, ...FALSE_STARTS.map((cut) => cut(`\r\n--${boundary}`))]) {
      const delimiter = new Delimiter(boundary);
      delimiter.find(latin1(fill.repeat(1_000)), 0);
      for (let length = 0; length < 5_000; length += 37) {
        const content = fill.repeat(length / fill.length + 1).slice(0, length);
        const text = `${content}!\r\n--${boundary}!!`;
        const expected = findPlainly(text, `\r\n--${boundary}`, 0);
        assert.equal(delimiter.find(latin1(text), 0), expected);
      }
    }
  }
});

test("goes on with a delimiter that was cut off", () => {
  const delimiter = new Delimiter("bc");
  assert.equal(delimiter.length, 6);
  const match = (text: string, at: number, matched: number) =>
    delimiter.match(latin1(text), at, matched);
  assert.equal(match("\r\n--bc--", 0, 0), 6);
  assert.equal(match("x--bc--", 1, 2), 5);
  assert.equal(match("--b", 0, 2), 3);
  assert.equal(match("--x", 0, 2), 2);
  assert.equal(match("x", 0, 2), 0);
  assert.equal(match("x", 0, 6), 0);
  assert.equal(match("", 0, 3), 0);
});

test("gives its bytes in memory of their own", () => {
  const delimiter = new Delimiter("bc");
  const bytes = delimiter.bytes(7);
  assert.equal(toLatin1(bytes), "\r\n--bc-");
  assert.equal(bytes.buffer.byteLength, 7);
  bytes.fill(0);
  assert.equal(toLatin1(delimiter.bytes(8)), "\r\n--bc--");
});
