import assert from "node:assert/strict";
import { strictDecoder } from "../../../core/bytes/_strict_decoder.ts";
import { suite } from "../../support/suite.ts";

const test = suite("strictDecoder()");

test("decodes each charset by its own characters, a byte order mark among them", () => {
  const cases: [label: string | undefined, bytes: number[], text: string][] = [
    [undefined, [0xef, 0xbb, 0xbf, 0xc3, 0xa4], "\ufeffä"],
    ["UTF-8", [0xc3, 0xa4], "ä"],
    ["us-ascii", [0xc3, 0xa4], "ä"],
    ["ISO-8859-1", [0xff, 0xe4], "ÿä"],
    ["windows-1252", [0x80, 0xff], "€ÿ"],
    ["iso-8859-15", [0xa4], "€"],
    ["utf-16le", [0xff, 0xfe, 0x61, 0x00], "\ufeffa"],
    ["shift_jis", [0x93, 0xfa], "日"],
    ["iso-8859-1", [], ""],
  ];
  for (const [label, bytes, text] of cases) {
    const decoder = strictDecoder(label);
    for (let i = 0; i < 2; i++) assert.equal(decoder?.decode(Uint8Array.from(bytes)), text, label);
  }
});

test("throws for what is not of the charset, and then decodes what is", () => {
  const cases: [label: string, bytes: number[]][] = [
    ["utf-8", [0xe4]],
    ["utf-8", [0xc3]],
    ["us-ascii", [0xff]],
    ["utf-16le", [0x61]],
    ["shift_jis", [0x93]],
    ["shift_jis", [0xff]],
  ];
  for (const [label, bytes] of cases) {
    const decoder = strictDecoder(label);
    assert.throws(() => decoder?.decode(Uint8Array.from(bytes)), TypeError, label);
    assert.equal(decoder?.decode(Uint8Array.of(0x61, 0x00)).charAt(0), "a");
  }
});

test("knows what TextDecoder knows, and names it", () => {
  assert.equal(strictDecoder("Latin1")?.encoding, "windows-1252");
  assert.equal(strictDecoder("UTF-8")?.encoding, "utf-8");
  for (const label of ["", "x", "utf-9"]) assert.equal(strictDecoder(label), undefined);
});
