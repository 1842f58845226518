import type { Context } from "../_context.ts";
import { streamedJson } from "../answers/_json_answer.ts";
import { printedAnswer } from "../answers/_printed_answer.ts";
import { variableAnswer } from "../answers/_variable_answer.ts";
import type { RestResponse } from "../rest_response.ts";
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
export async function listVariableInstances(context: Context): Promise<RestResponse> {
  const { service, request } = context;
  const query = new Query(request);
  query.checkNames(PARAMETERS);
  const variables = service.variables.variableInstancesJson({
    processInstanceIds: query.list("processInstanceIdIn"),
    variableName: query.text("variableName"),
    firstResult: query.count("firstResult"),
    maxResults: query.count("maxResults"),
    deserializeValues: query.isTrue("deserializeValues", true),
    omitBytes: query.isTrue("omitBytes", false),
    signal: request.signal,
  });
  return streamedJson(context, variables);
}

/** `GET` and `HEAD /variable-instance/{id}`: a variable in JSON, with its id, its name and its process instance. */
export async function getVariableInstance(context: Context): Promise<RestResponse> {
  const { service, request, parameters } = context;
  const [id = ""] = parameters;
  const deserializeValue = new Query(request).isTrue("deserializeValue", true);
  return printedAnswer(context, {
    stat: () => service.variables.statById(id),
    print: () => service.variables.openJsonById(id, { deserializeValue }),
  });
}

/** `GET` and `HEAD /variable-instance/{id}/data`: a variable's bytes. */
export async function getVariableInstanceData(context: Context): Promise<RestResponse> {
  const [id = ""] = context.parameters;
  return variableAnswer(context, await context.service.variables.openBinaryById(id));
}
