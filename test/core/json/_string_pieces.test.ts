import assert from "node:assert/strict";
import { StringPieces } from "../../../core/json/_string_pieces.ts";
import { suite } from "../../support/suite.ts";

const test = suite("StringPieces");
const MAX = 4_096;

/** The emitted pieces. A `.` follows the last one, and `x` stands for many characters. */
function piecesOf(...runs: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  const strings = new StringPieces((piece, last) => {
    const short = piece.replace(/x{9,}/, (many) => `x${many.length}`);
    pieces.push(last ? `${short}.` : short);
  });
  for (const [i, run] of runs.entries()) strings.add(run, i === runs.length - 1);
  return pieces;
}

test("hands a string of one run on as it is", () => {
  assert.deepEqual(piecesOf(""), ["."]);
  assert.deepEqual(piecesOf("abc"), ["abc."]);
});

test("gathers what is short", () => {
  assert.deepEqual(piecesOf("a", "\n", "b"), ["a\nb."]);
  assert.deepEqual(piecesOf("a", ""), ["a."]);
});

test("hands long runs on as they are, in order", () => {
  const long = "x".repeat(MAX + 1);
  assert.deepEqual(piecesOf(long, long, ""), ["x4097", "x4097", "."]);
  assert.deepEqual(piecesOf("a", long, "b", "c"), ["a", "x4097", "bc."]);
});

test("gathers up to its limit", () => {
  const most = "x".repeat(MAX - 1);
  assert.deepEqual(piecesOf(most, "a", "b", "c"), ["x4095a", "bc."]);
  assert.deepEqual(piecesOf(most, "ab"), ["x4095", "ab."]);
});
