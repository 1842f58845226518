import assert from "node:assert/strict";
import { foldedIndex, unfold } from "../../../core/multipart/_fold.ts";
import { suite } from "../../support/suite.ts";

const test = suite("folded lines");

test("are put together again, each character found where it was", () => {
  const lines = "A: 1\r\n 2\r\n\t \t3\r\nB: 4\r\n \r\n\t5\r\n";
  const unfolded = unfold(lines);
  assert.equal(unfolded, "A: 1 2 3\r\nB: 4  5\r\n");
  for (const character of "A123B45") {
    assert.equal(foldedIndex(lines, unfolded.indexOf(character)), lines.indexOf(character));
  }
  assert.equal(foldedIndex(lines, unfolded.length), lines.length);
});
