import { taskAnswer } from "./task_answer.ts";
import type { TaskCase, TaskStep } from "./task_case.ts";
import type { TaskDriver } from "./task_driver.ts";
import { type TaskFacts, TaskIds } from "./task_ids.ts";

/** How long the polls of a case wait at most. Milliseconds. */
const POLL_MS = 600;

/**
 * Starts what is given in a case, and sends its requests.
 *
 * @returns The answer to each request, as `taskAnswer` writes it.
 */
export async function runTaskCase(
  { given, steps }: TaskCase,
  driver: TaskDriver,
): Promise<string[]> {
  await driver.reset();
  const begin = driver.now();
  const ids = new TaskIds();
  let count = 0;
  for (const [index, instance] of given.entries()) {
    const { tasks } = await driver.start(instance);
    for (const task of tasks) {
      const { body } = await driver.send({ method: "GET", path: `/external-task/${task}` });
      const facts: TaskFacts = JSON.parse(body.toString());
      ids.learn(facts, ++count, index + 1);
    }
  }
  const answers: Promise<string>[] = [];
  for (const step of steps) {
    if ("pauseMs" in step) {
      await driver.pass(step.pauseMs);
      continue;
    }
    if ("silent" in step) {
      await ask(step.silent);
      continue;
    }
    const answer = ask(step);
    answers.push(answer);
    if (step.isPoll) await driver.settle();
    else await answer;
  }
  if (steps.some((step) => "isPoll" in step)) await driver.pass(POLL_MS);
  return await Promise.all(answers);

  async function ask(step: TaskStep): Promise<string> {
    const { path, body } = step;
    const received = await driver.send({
      ...step,
      path: ids.fill(path),
      ...(body !== undefined && { body: ids.fill(body) }),
    });
    return taskAnswer(received, step, ids, { begin, end: driver.now() });
  }
}
