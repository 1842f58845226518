import { searchSignal } from "../node/_search_signal.ts";
import { streamJson } from "../node/_send_json.ts";
import type { Context } from "./_context.ts";
import { Query } from "./_query.ts";

const PARAMETERS = [
  "processInstanceIdIn",
  "variableName",
  "firstResult",
  "maxResults",
  "deserializeValues",
  "omitBytes",
];

/** `GET` and `HEAD /variable-instance`: variables of any instances, as a JSON array. */
export async function listVariableInstances(context: Context): Promise<void> {
  const query = new Query(context.request);
  query.checkNames(PARAMETERS);
  const variables = context.service.variables.variableInstancesJson({
    processInstanceIds: query.list("processInstanceIdIn"),
    variableName: query.text("variableName"),
    firstResult: query.count("firstResult"),
    maxResults: query.count("maxResults"),
    deserializeValues: query.isTrue("deserializeValues", true),
    omitBytes: query.isTrue("omitBytes", false),
    signal: searchSignal(context),
  });
  await streamJson(context, variables);
}
