import assert from "node:assert/strict";
import { checkRange } from "../../../core/storage/check_range.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkRange()");

test("allows every range within the content, empty ones too", () => {
  for (const [start, end] of [
    [0, 0],
    [0, 10],
    [3, 7],
    [10, 10],
  ] as const) {
    checkRange(start, end, 10);
  }
});

test("refuses a range that is outside, is reversed, or is not of whole numbers", () => {
  for (const [start, end] of [
    [-1, 5],
    [0, 11],
    [11, 11],
    [5, 4],
    [0.5, 4],
    [0, Number.NaN],
    [0, Infinity],
  ] as const) {
    assert.throws(() => checkRange(start, end, 10), RangeError, `${start} to ${end}`);
  }
});
