import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { suite } from "../../../support/suite.ts";
import { isExpected, TASK_DIFFERENCES } from "./differences.ts";
import { whyLeftOut } from "./left_out.ts";
import { recordedScenarios } from "./recorded_scenarios.ts";
import { replayScenarios } from "./replay_scenarios.ts";

const test = suite("external tasks recorded on an engine");

const SCENARIOS = recordedScenarios();

test(
  "are answered as they were there, or otherwise on purpose",
  async () => {
    const comparisons = await replayScenarios(SCENARIOS);
    assert.deepEqual(
      comparisons.filter((each) => !isExpected(each)),
      [],
    );
    const replayed = new Set(comparisons.map(({ key }) => key));
    assert.deepEqual(
      [...TASK_DIFFERENCES.keys()].filter((key) => !replayed.has(key)),
      [],
    );
    assert.equal(comparisons.length, 401);
  },
  { deadline: 60_000 },
);

test("differ only as documented", () => {
  const page = readFileSync("docs/differences.md", "utf8");
  const section = page.slice(page.indexOf("## External tasks"));
  const reasons = [...TASK_DIFFERENCES.values()].map(({ reason }) => reason);
  assert.deepEqual(
    reasons.filter((reason) => !section.includes(`\n| ${reason} |`)),
    [],
  );
});

test("are all there, and few cannot be replayed", () => {
  const count = (scenarios: typeof SCENARIOS) =>
    [scenarios.length, scenarios.flatMap(({ steps }) => steps).length] as const;
  assert.deepEqual(count(SCENARIOS), [75, 415]);
  assert.deepEqual(count(SCENARIOS.filter((each) => whyLeftOut(each) !== undefined)), [4, 14]);
});
