import { randomUUID } from "node:crypto";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { compareAnswers, type QueryComparison } from "../../rest/queries/compare_answers.ts";
import { whyLeftOut } from "../../rest/queries/left_out.ts";
import { Placeholders } from "../../rest/queries/placeholders.ts";
import { runScenario } from "../../rest/queries/run_scenario.ts";
import type { Scenario } from "../../rest/queries/scenario.ts";
import { withQueryServer } from "../../rest/queries/with_query_server.ts";
import type { Send } from "../../server/_client.ts";
import { knowsInstances } from "./knows_instances.ts";

/** Needs instances with business keys, which no command of a user starts. */
const WITH_BUSINESS_KEYS = "process/business-key";

/**
 * Sends recorded scenarios to an engine, and to a varpost of its own in memory.
 *
 * @param theirs Sends a request to the engine, its path below that of the REST API.
 * @param startInstance Starts a process instance of the engine, and returns its id. Each is deleted afterwards.
 * @param report Gets what came of each request.
 */
export async function compareQueries(
  scenarios: readonly Scenario[],
  theirs: Send,
  startInstance: () => string,
  report: (comparison: QueryComparison) => void,
): Promise<void> {
  const knows = await knowsInstances(theirs);
  await withQueryServer(new MemoryStorage(), knows, async (ask) => {
    for (const scenario of scenarios) {
      if (whyLeftOut(scenario) !== undefined || scenario.id === WITH_BUSINESS_KEYS) continue;
      const instances = [startInstance(), startInstance()] as const;
      const nonce = randomUUID();
      const ours = await ask(scenario, new Placeholders(instances, nonce));
      const answers = await runScenario(scenario, theirs, new Placeholders(instances, nonce));
      for (const comparison of compareAnswers(scenario, ours, answers)) report(comparison);
    }
  });
}
