import assert from "node:assert/strict";
import { Sequence } from "../../../adapters/filesystem/_sequence.ts";
import { suite } from "../../support/suite.ts";

const test = suite("Sequence");

test("begins at the clock's microseconds, and never gives a number twice", () => {
  const before = Date.now();
  const sequence = new Sequence();
  const after = Date.now();
  const first = sequence.next();
  assert.ok(first >= before * 1_000 && first < (after + 1) * 1_000);
  assert.equal(sequence.next(), first + 1);
  sequence.passOver(first);
  assert.equal(sequence.next(), first + 2);
  sequence.passOver(first + 3);
  assert.equal(sequence.next(), first + 4);
  sequence.passOver(2 ** 52);
  assert.equal(sequence.next(), 2 ** 52 + 1);
});
