import type { Send, WireRequest } from "../../server/_client.ts";
import { parseJson } from "../parse_json.ts";
import { JSON_TYPE } from "../requests.ts";
import type { Placeholders } from "./placeholders.ts";
import { type QueryAnswer, receivedAnswer } from "./query_answer.ts";
import { isAboutInstances, type Scenario, type ScenarioRequest } from "./scenario.ts";

/**
 * Sends the requests of a scenario, then deletes the instances.
 *
 * @param send Sends a request, its path below that of the REST API.
 * @param placeholders Two instances without variables.
 * @returns The answer to each request.
 */
export async function runScenario(
  scenario: Scenario,
  send: Send,
  placeholders: Placeholders,
): Promise<QueryAnswer[]> {
  if (isAboutInstances(scenario)) await begin(send, placeholders);
  const answers: QueryAnswer[] = [];
  for (const exchange of scenario.exchanges) {
    await findVariables(exchange.request, send, placeholders);
    const answer = await send(filled(exchange.request, placeholders));
    answers.push(receivedAnswer(scenario, exchange, answer, placeholders));
  }
  for (const id of placeholders.instances) {
    await send({ method: "DELETE", path: `/process-instance/${id}?failIfNotExists=false` });
  }
  return answers;
}

/** Gives each instance a variable that no scenario asks for. */
async function begin(send: Send, { instances }: Placeholders): Promise<void> {
  for (const id of instances) {
    const path = `/process-instance/${id}/variables/begun`;
    await send({ method: "PUT", path, headers: JSON_TYPE, body: '{"value":true}' });
  }
}

/** Asks for the variables in a path whose ids no answer has had yet. */
async function findVariables(
  { path }: ScenarioRequest,
  send: Send,
  placeholders: Placeholders,
): Promise<void> {
  for (const name of placeholders.unknownVariables(path)) {
    const query = `processInstanceIdIn=${placeholders.instance}&variableName=${name}`;
    const { body } = await send({ path: `/variable-instance?${query}` });
    placeholders.learn(parseJson(body));
  }
}

/** A request with its length: node:http sends none for a body of DELETE. */
function filled(
  { method, path, headers, body }: ScenarioRequest,
  placeholders: Placeholders,
): WireRequest {
  const request = { method, path: placeholders.fill(path), headers };
  if (body === undefined) return request;
  const bytes = Buffer.from(placeholders.fill(body));
  return { ...request, headers: { ...headers, "Content-Length": `${bytes.length}` }, body: bytes };
}
