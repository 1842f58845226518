import assert from "node:assert/strict";
import { foldCase } from "../../../../core/storage/query/fold_case.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("foldCase()");

test("makes texts the same that differ in case only", () => {
  const same = [
    ["ABC", "abc"],
    ["Straße", "STRASSE"],
    ["ẞ", "ß"],
    ["ΣΑΣ", "σας"],
    ["Ä", "ä"],
    ["\u212a", "k"],
    ["ﬁ", "FI"],
    ["\u{10400}", "\u{10428}"],
    ["Ꭰ", "ꭰ"],
  ] as const;
  for (const [a, b] of same) assert.equal(foldCase(a), foldCase(b), `${a} ${b}`);
});

test("keeps texts apart that differ in more", () => {
  assert.notEqual(foldCase("ı"), foldCase("I"));
  assert.notEqual(foldCase("a"), foldCase("ä"));
  assert.notEqual(foldCase("ä"), foldCase("a\u0308"));
});

test("folds each character to what its upper and its lower case fold to", () => {
  for (let point = 0; point < 0x110000; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const character = String.fromCodePoint(point);
    const folded = foldCase(character);
    if (foldCase(folded) !== folded || foldCase(character.toLowerCase()) !== folded) {
      assert.fail(`U+${point.toString(16)}`);
    }
  }
});
