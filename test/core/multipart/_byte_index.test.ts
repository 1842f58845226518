import assert from "node:assert/strict";
import { byteIndex } from "../../../core/multipart/_byte_index.ts";
import { suite } from "../../support/suite.ts";

const test = suite("byteIndex()");

test("finds the byte of each character", () => {
  const cases: [encoding: string, hex: string, bytes: number[]][] = [
    ["utf-8", "61c3a4efbbbff09f9880" + "62", [0, 1, 3, 6, 10, 10, 11]],
    ["utf-8", "efbbbf61", [0, 3, 4]],
    ["gbk", "61c3a462", [0, 1, 3, 4]],
    ["utf-8", "616263", [0, 1, 2, 3]],
  ];
  for (const [encoding, hex, expected] of cases) {
    const bytes = Uint8Array.from(Buffer.from(hex, "hex"));
    const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
    const found = Array.from({ length: text.length + 1 }, (_, at) =>
      byteIndex(bytes, text, at, encoding),
    );
    assert.deepEqual(found, expected);
  }
});
