import assert from "node:assert/strict";
import fc from "fast-check";
import { Base64Decoder } from "../../../core/base64/_base64_decoder.ts";
import { suite } from "../../support/suite.ts";

const test = suite("Base64Decoder");

/** Characters of which random texts are often base64, and some of each kind that is wrong in it. */
const ALPHABET = [..."AAQgw/+0==\n\r -_é😀"];

test("decodes what Node encodes, however it is cut", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.integer({ min: 1, max: 90 }),
      (bytes, size) => {
        const text = Buffer.from(bytes).toString("base64");
        const { decoder, decoded } = decode(text, size);
        assert.equal(decoder.isWhole, true);
        assert.deepEqual(decoded, bytes);
      },
    ),
  );
});

test("takes line breaks anywhere", () => {
  for (const size of [1, 2, 3, 100]) {
    const { decoder, decoded } = decode("\r\nA\rAE\nC\n\nAw==\n", size);
    assert.equal(decoder.isWhole, true);
    assert.deepEqual(decoded, Uint8Array.of(0, 1, 2, 3));
  }
});

test("refuses what is cut, unpadded, of another alphabet, or has bits left over", () => {
  const cases =
    "A,AA,AAA,AA=,AAA==,AA===,=,====,A===,AB==,AAB=,AA=A,AA==A,AAA=AAAA,-_==,A A=,AAé=,AA\t==,%";
  for (const text of cases.split(",")) {
    for (const size of [1, 2, 100]) assert.equal(decode(text, size).decoder.isWhole, false, text);
  }
});

test("gives back any text from its bytes, whole or wrong", () => {
  const texts = fc.array(fc.constantFrom(...ALPHABET), { maxLength: 30 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 9 }), (characters, size) => {
      const text = characters.join("");
      const { decoder, decoded, rest } = decode(text, size);
      assert.equal(decoder.restore(Buffer.from(decoded).toString("base64")) + rest, text);
    }),
    { numRuns: 2_000 },
  );
});

test("refuses a text that is mostly line breaks", () => {
  const { decoder, rest } = decode(`${"\n".repeat(65_537)}AAAA`, 1_000);
  assert.equal(decoder.ok, false);
  assert.equal(rest.length < 1_000, true);
  const few = decode(`${"\n".repeat(65_536)}AAAA`, 1_000);
  assert.equal(few.decoder.isWhole, true);
  for (const size of [1_000, 65_537, 200_000]) {
    const late = decode(`${"\n".repeat(65_537)}${"AAAA".repeat(20_000)}`, size);
    assert.equal(late.decoder.ok, false, `cut after ${size}`);
  }
});

test("keeps no line breaks of a text that is not to be given back", () => {
  const decoder = new Base64Decoder(5);
  decoder.write("AA\nAA\nAA\nAA\n");
  assert.equal(decoder.restore("AAAAAAAA"), "AA\nAAAAAA");
});

/** Writes pieces of this size until one is wrong. */
function decode(text: string, size: number) {
  const decoder = new Base64Decoder(100_000);
  const chunks: Uint8Array[] = [];
  let i = 0;
  for (; i < text.length && decoder.ok; i += size) {
    chunks.push(decoder.write(text.slice(i, i + size)));
  }
  return { decoder, decoded: new Uint8Array(Buffer.concat(chunks)), rest: text.slice(i) };
}
