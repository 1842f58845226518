import assert from "node:assert/strict";
import { keyIntervals } from "../../../../adapters/sqlite/query/_key_intervals.ts";
import type { ScalarRange } from "../../../../core/storage/query/storage_query.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("keyIntervals()");

function range(from: number | undefined, to: number | undefined): ScalarRange {
  return {
    ...(from === undefined ? {} : { from: Uint8Array.of(from) }),
    ...(to === undefined ? {} : { to: Uint8Array.of(to) }),
  };
}

function intervals(...conditions: readonly (readonly ScalarRange[])[]) {
  const found = keyIntervals(conditions.map((anyOf) => ({ anyOf })));
  return found?.map(({ from, to }) => [from[0] ?? 0, to[0]]);
}

test("unites the ranges of a condition", () => {
  assert.deepEqual(intervals([range(5, 7), range(1, 3), range(2, 4), range(4, 5), range(9, 9)]), [
    [1, 7],
  ]);
  assert.deepEqual(intervals([range(6, undefined), range(undefined, 2)]), [
    [0, 2],
    [6, 255],
  ]);
  assert.deepEqual(intervals([]), []);
});

test("intersects conditions", () => {
  assert.deepEqual(intervals([range(1, undefined)], [range(undefined, 3), range(5, 6)]), [
    [1, 3],
    [5, 6],
  ]);
  assert.deepEqual(intervals([range(1, 2)], [range(2, 3)]), []);
});

test("knows nothing of values without a key", () => {
  assert.equal(intervals(), undefined);
  assert.equal(intervals([range(undefined, undefined), range(1, 2)]), undefined);
  assert.equal(keyIntervals([{ anyOf: [range(1, 2)], negated: true }]), undefined);
  assert.deepEqual(intervals([range(1, 2)], [{ types: ["String"] }]), [[1, 2]]);
});
