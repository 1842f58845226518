import { ProcessVariables, type VariableStorage } from "../../../core/mod.ts";
import type { Send } from "../../server/_client.ts";
import { IN_PROCESS } from "../../server/_node_transports.ts";
import type { Placeholders } from "./placeholders.ts";
import type { QueryAnswer } from "./query_answer.ts";
import { runScenario } from "./run_scenario.ts";
import type { Scenario } from "./scenario.ts";

/** Runs a scenario on the server. */
export type Ask = (scenario: Scenario, placeholders: Placeholders) => Promise<QueryAnswer[]>;

/**
 * Starts a server for scenarios, and always stops it.
 *
 * @param storage Where its variables are.
 * @param knowsInstances Whether it takes for instances only those of the scenario that were not deleted, as an engine does, or every id.
 */
export function withQueryServer(
  storage: VariableStorage,
  knowsInstances: boolean,
  run: (ask: Ask) => Promise<void>,
): Promise<void> {
  const living = new Set<string>();
  const resolveInstance = (id: string) => (living.has(id) ? id : undefined);
  const variables = new ProcessVariables({ storage, ...(knowsInstances && { resolveInstance }) });
  return IN_PROCESS.withServer({ variables, log: () => {} }, ({ send }) =>
    run(async (scenario, placeholders) => {
      for (const id of placeholders.instances) living.add(id);
      const answers = await runScenario(scenario, ending(living, send), placeholders);
      living.clear();
      return answers;
    }),
  );
}

/** Sends requests below the path of the REST API. An instance that was deleted lives no longer. */
function ending(living: Set<string>, send: Send): Send {
  return async (request) => {
    const answer = await send({ ...request, path: `/engine-rest${request.path}` });
    const [, id = ""] = /^\/process-instance\/([^/?]+)(\?|$)/.exec(request.path) ?? [];
    if (request.method === "DELETE" && answer.status === 204) living.delete(id);
    return answer;
  };
}
