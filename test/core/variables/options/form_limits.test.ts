import assert from "node:assert/strict";
import { formLimits } from "../../../../core/variables/options/form_limits.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("formLimits()");

test("has finite defaults", () => {
  assert.deepEqual(formLimits(), {
    maxParts: 32,
    maxHeaderBytes: 16_384,
    maxTextBytes: 65_536,
    maxValueBytes: 2 ** 30,
    maxJsonBytes: 2 ** 24,
    maxHeldJsonBytes: 2 ** 26,
    maxChanges: 10_000,
    maxTotalBytes: 2 ** 30 + 2 ** 22,
  });
});

test("derives the total from the value, unless it is set", () => {
  assert.equal(formLimits({ maxValueBytes: 10 }).maxTotalBytes, 10 + 2 ** 22);
  assert.equal(formLimits({ maxValueBytes: Infinity }).maxTotalBytes, Infinity);
  assert.equal(formLimits({ maxValueBytes: 10, maxTotalBytes: 5 }).maxTotalBytes, 5);
});

test("has room for at least one document of JSON of the greatest size, unless it is set", () => {
  assert.equal(formLimits({ maxJsonBytes: 2 ** 27 }).maxHeldJsonBytes, 2 ** 27);
  assert.equal(formLimits({ maxJsonBytes: Infinity }).maxHeldJsonBytes, Infinity);
  assert.equal(formLimits({ maxHeldJsonBytes: 5 }).maxHeldJsonBytes, 5);
});

test("refuses what is no limit", () => {
  assert.throws(() => formLimits({ maxTextBytes: -1 }), RangeError);
  assert.throws(() => formLimits({ maxTotalBytes: 0.5 }), RangeError);
});
