import assert from "node:assert/strict";
import { scalarIntervals } from "../../../../adapters/postgres/query/_scalar_intervals.ts";
import type { ScalarRange } from "../../../../core/storage/query/storage_query.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("scalarIntervals()");

/** Intervals as pairs of bytes; 0 and 255 are no bounds. */
function intervals(...conditions: readonly (readonly ScalarRange[])[]) {
  const found = scalarIntervals(conditions.map((anyOf) => ({ anyOf })));
  return found?.map(({ from, to }) => [from[0] ?? 0, to?.[0] ?? 255]);
}

function range(from: number, to: number): ScalarRange {
  return {
    ...(from > 0 ? { from: Uint8Array.of(from) } : {}),
    ...(to < 255 ? { to: Uint8Array.of(to) } : {}),
  };
}

test("joins ranges that overlap or touch, of whatever types", () => {
  const types = ["Integer"];
  assert.deepEqual(intervals([range(5, 6), { types, ...range(5, 6) }]), [[5, 6]]);
  assert.deepEqual(intervals([range(7, 9), range(1, 3), range(3, 5), range(8, 20)]), [
    [1, 5],
    [7, 20],
  ]);
  assert.deepEqual(intervals([range(1, 9), range(2, 3), range(0, 2)]), [[0, 9]]);
  assert.deepEqual(intervals([range(4, 255), range(7, 9), range(2, 3)]), [
    [2, 3],
    [4, 255],
  ]);
});

test("prefers a condition with upper bounds", () => {
  assert.deepEqual(intervals([range(3, 255)], [range(1, 2)]), [[1, 2]]);
  assert.deepEqual(intervals([range(3, 255)], [range(4, 255)]), [[3, 255]]);
  assert.deepEqual(intervals([range(3, 9)], []), [[3, 9]]);
  assert.deepEqual(intervals([]), []);
});

test("finds none if a value without a key may meet the conditions", () => {
  assert.equal(intervals(), undefined);
  assert.equal(intervals([range(1, 2), { types: ["String"] }]), undefined);
  const negated = { anyOf: [range(1, 2)], negated: true };
  assert.equal(scalarIntervals([negated]), undefined);
});
