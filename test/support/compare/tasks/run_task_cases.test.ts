import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { startTestEngine } from "../../../../server/testing/mod.ts";
import { suite } from "../../suite.ts";
import { runTaskCases, TASK_CASES } from "./run_task_cases.ts";
import { doubleSubject } from "./task_subject.ts";

const test = suite("cases of external tasks, for comparing");

test("are answered by the double, and always in the same way", async () => {
  const engine = await startTestEngine();
  const run = async () => {
    const answers = [];
    for (const cases of TASK_CASES) answers.push(await runTaskCases(cases, doubleSubject(engine)));
    return answers.flat();
  };
  const answers = await run();
  assert.deepEqual(await run(), answers);
  assert.equal(answers.length, TASK_CASES.flat().length);
  const faults = answers.filter(({ body }) => body.includes("Cannot serve the request"));
  assert.deepEqual(faults, []);
  await engine.close();
});

test("differ only as documented", () => {
  const page = readFileSync("docs/differences.md", "utf8");
  const reasons = TASK_CASES.flat().flatMap(({ differs }) => differs ?? []);
  assert.deepEqual(
    reasons.filter((reason) => !page.includes(`\n| ${reason} |`)),
    [],
  );
});
