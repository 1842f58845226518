import assert from "node:assert/strict";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { suite } from "../../support/suite.ts";
import { isExpected, type QueryComparison } from "./compare_answers.ts";
import { whyLeftOut } from "./left_out.ts";
import { QUERY_DIFFERENCES } from "./query_differences.ts";
import { replay } from "./replay.ts";
import { recordedScenarios } from "./scenario.ts";

const test = suite("queries recorded on an engine");

const SCENARIOS = recordedScenarios();

test(
  "are answered as they were there, or otherwise as documented",
  async () => {
    const comparisons = await replay(SCENARIOS, new MemoryStorage());
    assert.deepEqual(
      comparisons.filter((each) => !isExpected(each)),
      [],
    );
    const replayed = new Set(comparisons.map(({ key }: QueryComparison) => key));
    assert.deepEqual(
      [...QUERY_DIFFERENCES.keys()].filter((key) => !replayed.has(key)),
      [],
    );
    assert.equal(comparisons.length, 598);
  },
  { deadline: 120_000 },
);

test("are all there, and few cannot be replayed", () => {
  const count = (scenarios: typeof SCENARIOS) =>
    [scenarios.length, scenarios.flatMap(({ exchanges }) => exchanges).length] as const;
  assert.deepEqual(count(SCENARIOS), [90, 652]);
  assert.deepEqual(count(SCENARIOS.filter((each) => whyLeftOut(each) !== undefined)), [9, 54]);
});
