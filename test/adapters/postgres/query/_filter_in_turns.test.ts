import assert from "node:assert/strict";
import { filterInTurns } from "../../../../adapters/postgres/query/_filter_in_turns.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("filterInTurns()");

/** Longer than members are compared at once, in milliseconds. */
const SLOW_MS = 8;

test("filters a list in its order, and lets others have their turns if that takes long", async () => {
  const seen: string[] = [];
  const filtered = filterInTurns([1, 2, 3, 4], (number) => {
    seen.push(`${number}`);
    for (const end = performance.now() + SLOW_MS; performance.now() < end; );
    setImmediate(() => seen.push("other"));
    return number % 2 === 0;
  });
  assert.deepEqual(await filtered, [2, 4]);
  assert.deepEqual(seen.slice(0, 5), ["1", "other", "2", "other", "3"]);
  assert.deepEqual(await filterInTurns([], () => true), []);
});
