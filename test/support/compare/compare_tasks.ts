import { withDouble } from "../../rest/tasks/double_driver.ts";
import { runTaskCase } from "../../rest/tasks/run_task_case.ts";
import type { TaskCase } from "../../rest/tasks/task_case.ts";
import { compareTaskAnswers, type TaskComparison } from "../../rest/tasks/task_differences.ts";
import type { Send } from "../../server/_client.ts";
import { EngineDriver } from "./engine_driver.ts";

/** What the engine lacks for cases about external tasks; `undefined` if nothing. */
export async function whyNoTasks(send: Send): Promise<string | undefined> {
  const { status, body } = await send({ path: "/external-task/count" });
  if (status !== 200) return `the engine answers ${status} to /external-task/count`;
  const { count } = JSON.parse(body.toString());
  return count === 0 ? undefined : `the engine has ${count} already`;
}

/**
 * Does cases about external tasks with an engine, and with a double in the same process.
 *
 * @param theirs Sends a request to the engine, its path below that of the REST API. It must have no external tasks.
 * @param report Gets what came of the requests of a case; nothing if the engine lacks the value type that it needs.
 */
export async function compareTasks(
  cases: readonly TaskCase[],
  theirs: Send,
  report: (comparisons: readonly TaskComparison[]) => void,
): Promise<void> {
  const engine = new EngineDriver(theirs);
  try {
    await withDouble(async (double) => {
      for (const taskCase of cases) {
        const isSkipped = taskCase.needs !== undefined && !(await engine.knows(taskCase.needs));
        if (isSkipped) {
          report([]);
          continue;
        }
        const answers = await runTaskCase(taskCase, engine);
        report(compareTaskAnswers(taskCase, await runTaskCase(taskCase, double), answers));
      }
    });
  } finally {
    await engine.close();
  }
}
