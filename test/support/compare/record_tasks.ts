/**
 * Does the cases of `test/rest/tasks` with an engine, and keeps its answers in `test/rest/tasks/recorded`. It must have no external tasks.
 * The argument is the URL of its REST API.
 */
import { TASK_CASES } from "../../rest/tasks/cases/all.ts";
import { writeAnswers } from "../../rest/tasks/recorded_answers.ts";
import { runTaskCase } from "../../rest/tasks/run_task_case.ts";
import type { TaskCase } from "../../rest/tasks/task_case.ts";
import { DRAWN, isDrawn } from "../../rest/tasks/task_differences.ts";
import { EngineDriver } from "./engine_driver.ts";
import { remote } from "./remote.ts";

const [, , base = ""] = process.argv;
const engine = remote(new URL(base));
const driver = new EngineDriver(engine.send);
const answered: [TaskCase, readonly string[]][] = [];
try {
  for (const taskCase of TASK_CASES) {
    const answers = await runTaskCase(taskCase, driver);
    answered.push([taskCase, answers.map((answer) => (isDrawn(answer) ? DRAWN : answer))]);
  }
  writeAnswers(answered);
} finally {
  await driver.close();
  engine.close();
}
