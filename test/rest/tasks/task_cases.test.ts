import assert from "node:assert/strict";
import { suite } from "../../support/suite.ts";
import { TASK_CASES } from "./cases/all.ts";
import { withDouble } from "./double_driver.ts";
import { recordedAnswers, requestLine } from "./recorded_answers.ts";
import { runTaskCase } from "./run_task_case.ts";
import { requestsOf } from "./task_case.ts";
import { compareTaskAnswers } from "./task_differences.ts";

const test = suite("cases of external tasks");

test(
  "are answered by the double as they were by an engine, or otherwise on purpose",
  () =>
    withDouble(async (double) => {
      for (const taskCase of TASK_CASES) {
        const recorded = recordedAnswers(taskCase) ?? [];
        const compared = compareTaskAnswers(
          taskCase,
          await runTaskCase(taskCase, double),
          recorded,
        );
        const unknown = compared.filter(({ isSame, known }) => !isSame && known === undefined);
        assert.deepEqual(
          unknown.map(({ step, ours, theirs }) => ({ request: requestLine(step), ours, theirs })),
          [],
          taskCase.name,
        );
      }
    }),
  { deadline: 120_000 },
);

test("have names of their own, and recorded answers to all their requests", () => {
  const names = TASK_CASES.map(({ name }) => name);
  assert.deepEqual([...new Set(names)], names);
  const stale = TASK_CASES.filter((taskCase) => recordedAnswers(taskCase) === undefined);
  assert.deepEqual(
    stale.map(({ name }) => name),
    [],
  );
  assert.ok(TASK_CASES.flatMap(requestsOf).length > 3_000);
});
