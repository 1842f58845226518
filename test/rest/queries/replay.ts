import { randomUUID } from "node:crypto";
import type { VariableStorage } from "../../../core/mod.ts";
import { compareAnswers, type QueryComparison } from "./compare_answers.ts";
import { whyLeftOut } from "./left_out.ts";
import { Placeholders } from "./placeholders.ts";
import { recordedAnswer } from "./query_answer.ts";
import type { Scenario } from "./scenario.ts";
import { withQueryServer } from "./with_query_server.ts";

/** Sends all scenarios that can be replayed to a server with this storage, and compares its answers with those that were recorded. */
export async function replay(
  scenarios: readonly Scenario[],
  storage: VariableStorage,
): Promise<QueryComparison[]> {
  const comparisons: QueryComparison[] = [];
  await withQueryServer(storage, true, async (ask) => {
    for (const scenario of scenarios) {
      if (whyLeftOut(scenario) !== undefined) continue;
      const ours = await ask(
        scenario,
        new Placeholders([randomUUID(), randomUUID()], randomUUID()),
      );
      const theirs = scenario.exchanges.map((exchange) => recordedAnswer(scenario, exchange));
      comparisons.push(...compareAnswers(scenario, ours, theirs));
    }
  });
  return comparisons;
}
