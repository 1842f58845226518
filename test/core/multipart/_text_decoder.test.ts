import assert from "node:assert/strict";
import { textDecoder } from "../../../core/multipart/_text_decoder.ts";
import { suite } from "../../support/suite.ts";

const test = suite("textDecoder()");

test("has the byte order mark decide, whatever the label says, and takes it off", () => {
  const texts: [bytes: number[], encoding: string][] = [
    [[0xef, 0xbb, 0xbf, 0xc3, 0xa4], "utf-8"],
    [[0xfe, 0xff, 0x00, 0xe4], "utf-16be"],
    [[0xff, 0xfe, 0xe4, 0x00], "utf-16le"],
  ];
  for (const [bytes, encoding] of texts) {
    for (const label of [undefined, "utf-8", "UTF-16", "utf-16be", "us-ascii", "latin1", "gbk"]) {
      const text = Uint8Array.from(bytes);
      const decoder = textDecoder(text, label);
      assert.equal(decoder?.encoding, encoding);
      assert.equal(decoder?.decode(text), "ä");
    }
  }
});

test("goes by the label without a whole mark", () => {
  const texts: [bytes: number[], label: string | undefined, text: string][] = [
    [[], undefined, ""],
    [[0xc3, 0xa4], undefined, "ä"],
    [[0xef, 0xbb], "latin1", "ï»"],
    [[0xfe, 0x61], "latin1", "þa"],
    [[0xff], "windows-1252", "ÿ"],
    [[0xe4, 0x00], "utf-16", "ä"],
    [[0x00, 0xe4], "utf-16be", "ä"],
  ];
  for (const [bytes, label, expected] of texts) {
    const text = Uint8Array.from(bytes);
    assert.equal(textDecoder(text, label)?.decode(text), expected);
  }
});

test("knows no charset that there is not, not even for a text with a mark", () => {
  assert.equal(textDecoder(Uint8Array.of(0xef, 0xbb, 0xbf), "klingon"), undefined);
});

test("throws for what is not in the encoding of its mark", () => {
  const text = Uint8Array.of(0xff, 0xfe, 0x61);
  assert.throws(() => textDecoder(text, undefined)?.decode(text), TypeError);
});
