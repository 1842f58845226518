import { searchSignal } from "../node/_search_signal.ts";
import { streamJson } from "../node/_send_json.ts";
import type { Context } from "./_context.ts";
import { Query } from "./_query.ts";

const PARAMETERS = ["firstResult", "maxResults"];

/** `GET` and `HEAD /process-instance`: the instances that have a variable. */
export async function listInstances(context: Context): Promise<void> {
  const query = new Query(context.request);
  query.checkNames(PARAMETERS);
  const ids = context.service.variables.instances({
    firstResult: query.count("firstResult"),
    maxResults: query.count("maxResults"),
    signal: searchSignal(context),
  });
  await streamJson(context, printInstances(ids));
}

async function* printInstances(ids: AsyncIterable<string>): AsyncGenerator<string> {
  let start = "[";
  for await (const id of ids) {
    yield start + printInstance(id);
    start = ",";
  }
  yield start === "[" ? "[]" : "]";
}

/** An instance, its members as in the engine. All that is known of it is the id, and that it is there. */
function printInstance(id: string): string {
  return JSON.stringify({
    links: [],
    id,
    definitionId: null,
    definitionKey: null,
    businessKey: null,
    caseInstanceId: null,
    ended: false,
    suspended: false,
    tenantId: null,
  });
}
