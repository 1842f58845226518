import assert from "node:assert/strict";
import fc from "fast-check";
import { Utf8Blocks } from "../../../core/json/_utf8_blocks.ts";
import { suite } from "../../support/suite.ts";

const test = suite("Utf8Blocks");
const encoder = new TextEncoder();

/** Finds the text before the first ill-formed sequence in the simplest way: byte by byte, until a decoder refuses. */
function referenceText(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  for (let end = text.length; end >= 0; end--) {
    const prefix = text.slice(0, end);
    if (
      prefix.isWellFormed() &&
      Buffer.from(prefix).equals(bytes.subarray(0, Buffer.byteLength(prefix)))
    ) {
      return prefix;
    }
  }
  return "";
}

test("reads the same text at any cut, and says where it is no UTF-8", () => {
  const sequence = fc.constantFrom(
    "61",
    "c3a9",
    "e282ac",
    "f09f9880",
    "efbbbf",
    "efbfbd",
    "ff",
    "80",
    "c3",
    "e282",
    "f09f98",
    "eda080",
    "c080",
  );
  fc.assert(
    fc.property(fc.array(sequence, { maxLength: 8 }), fc.nat({ max: 20 }), (sequences, cut) => {
      const bytes = Buffer.from(sequences.join(""), "hex");
      const blocks = new Utf8Blocks();
      let text = blocks.read(bytes.subarray(0, cut));
      if (!blocks.illFormed) text += blocks.read(bytes.subarray(cut));
      assert.equal(text, referenceText(bytes));
      const whole = encoder.encode(text).length === bytes.length;
      assert.equal(blocks.illFormed || blocks.isCut, !whole);
    }),
  );
});

test("finds the bytes before each place, asked in any order", () => {
  const blocks = new Utf8Blocks();
  const first = blocks.read(encoder.encode("aé"));
  assert.equal(blocks.unitStart, 0);
  const text = blocks.read(encoder.encode("é€😀b"));
  assert.equal(blocks.unitStart, first.length);
  for (const index of [0, 1, 2, 4, 5, 2, 0, 5, 1]) {
    assert.equal(blocks.offsetAt(index), 3 + encoder.encode(text.slice(0, index)).length);
  }
});

test("keeps a copy of a character that was cut", () => {
  const blocks = new Utf8Blocks();
  const chunk = Buffer.from("a€").subarray(0, 2);
  assert.equal(blocks.read(chunk), "a");
  assert.ok(blocks.isCut);
  chunk.fill(0x20);
  assert.equal(blocks.read(Buffer.from([0x82, 0xac])), "€");
  assert.ok(!blocks.isCut);
});
