import { isExpected, TASK_DIFFERENCES } from "../../server/testing/external_tasks/differences.ts";
import { whyLeftOut } from "../../server/testing/external_tasks/left_out.ts";
import { recordedScenarios } from "../../server/testing/external_tasks/recorded_scenarios.ts";
import { replayScenarios } from "../../server/testing/external_tasks/replay_scenarios.ts";

/** What came of the external tasks that were recorded, in lines to print. */
export interface TaskReport {
  readonly lines: readonly string[];
  /** What is answered otherwise than it has to be. */
  readonly wrong: readonly string[];
}

/** Sends what an engine was asked about external tasks to the double, and compares its answers. */
export async function replayTasks(): Promise<TaskReport> {
  const scenarios = recordedScenarios();
  const replayed = scenarios.filter((each) => whyLeftOut(each) === undefined);
  const compared = await replayScenarios(scenarios);
  const equal = compared.filter(({ difference }) => difference === undefined);
  const wrong = compared.filter((each) => !isExpected(each));
  const onPurpose = compared.filter((each) => each.difference !== undefined && isExpected(each));
  const reasons = new Map<string, number>();
  for (const { key } of onPurpose) {
    const reason = TASK_DIFFERENCES.get(key)?.reason ?? "";
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const requests = scenarios.flatMap(({ steps }) => steps);
  return {
    lines: [
      `recorded: ${scenarios.length} scenarios, ${requests.length} requests; replayed: ${replayed.length} scenarios, ${compared.length} requests`,
      ...scenarios.flatMap((each) => {
        const reason = whyLeftOut(each);
        return reason === undefined ? [] : [`left out: ${each.id}: ${reason}`];
      }),
      `equal: ${equal.length}, different on purpose: ${onPurpose.length}, unexplained: ${wrong.length}`,
      ...Array.from(reasons, ([reason, count]) => `${`${count}`.padStart(4)}  ${reason}`),
    ],
    wrong: wrong.map(
      ({ key, request, answer, difference }) =>
        `${key} [${request}]: ${difference ?? "no longer different"}\n  ${answer}`,
    ),
  };
}
