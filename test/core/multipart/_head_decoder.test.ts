import assert from "node:assert/strict";
import { headDecoder } from "../../../core/multipart/_head_decoder.ts";
import { suite } from "../../support/suite.ts";

const test = suite("headDecoder()");

const CASES: readonly (readonly [label: string | undefined, hex: string, text: string | null])[] = [
  [undefined, "c3a4", "ä"],
  [undefined, "e4", null],
  ["UTF-8", "e4", null],
  ["ISO-8859-1", "c3a4", "ä"],
  ["ISO-8859-1", "e4", "ä"],
  ["ISO-8859-1", "c3a4e4", "Ã¤ä"],
  ["iso8859-1", "c3a4", "ä"],
  ["Latin1", "efbbbf61", "\ufeffa"],
  ["windows-1252", "e282ac", "€"],
  ["windows-1252", "80", "€"],
  ["cp1252", "eda080", "í\xa0€"],
  ["US-ASCII", "c3a4", "ä"],
  ["us-ascii", "e4", null],
  ["iso-8859-15", "c3a4", "Ã€"],
  ["windows-1251", "c3a4", "Г¤"],
  ["GBK", "c3a4", "盲"],
  ["iso-2022-jp", "1b2442467c1b2842", "日"],
  ["utf-16le", "6100", "a"],
];

for (const [label, hex, text] of CASES) {
  test(`reads ${hex} as ${label} as ${JSON.stringify(text)}`, () => {
    const decoder = headDecoder(label);
    assert(decoder);
    const bytes = Uint8Array.from(Buffer.from(hex, "hex"));
    for (let i = 0; i < 2; i++) {
      if (text === null) assert.throws(() => decoder.decode(bytes), TypeError);
      else assert.equal(decoder.decode(bytes), text);
    }
  });
}

test("knows no other charsets than TextDecoder", () => {
  assert.equal(headDecoder("none"), undefined);
  assert.equal(headDecoder(""), undefined);
});
