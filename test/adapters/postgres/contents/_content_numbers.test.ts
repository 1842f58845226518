import assert from "node:assert/strict";
import { contentNumbers } from "../../../../adapters/postgres/contents/_content_numbers.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("contentNumbers()");

test("gives no number twice, and only such that JavaScript keeps exactly", () => {
  const sources = [contentNumbers(), contentNumbers()];
  const numbers = sources.flatMap((next) => Array.from({ length: 20_000 }, next));
  assert.equal(new Set(numbers).size, numbers.length);
  assert.ok(numbers.every((number) => Number.isSafeInteger(number) && number > 0));
});

test("gives neighbouring numbers to contents that come one after the other", () => {
  const next = contentNumbers();
  const first = next();
  assert.deepEqual([next(), next()], [first + 1, first + 2]);
});
