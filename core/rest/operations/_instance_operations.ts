import type { Context } from "../_context.ts";
import { jsonAnswer, streamedJson } from "../answers/_json_answer.ts";
import { processInstance } from "../answers/_process_instance.ts";
import { refuseCondition } from "../conditions/_refuse_condition.ts";
import type { RestResponse } from "../rest_response.ts";
import { Query } from "./_query.ts";

const PARAMETERS = ["firstResult", "maxResults"];

/** `GET` and `HEAD /process-instance`: the instances that have a variable. */
export async function listInstances(context: Context): Promise<RestResponse> {
  const { service, request } = context;
  const query = new Query(request);
  query.checkNames(PARAMETERS);
  const ids = service.variables.instances({
    firstResult: query.count("firstResult"),
    maxResults: query.count("maxResults"),
    signal: request.signal,
  });
  return streamedJson(context, printInstances(ids));
}

async function* printInstances(ids: AsyncIterable<string>): AsyncGenerator<string> {
  let start = "[";
  for await (const id of ids) {
    yield start + JSON.stringify(processInstance(id));
    start = ",";
  }
  yield start === "[" ? "[]" : "]";
}

/** `GET` and `HEAD /process-instance/count`: how many instances have a variable. */
export async function countInstances(context: Context): Promise<RestResponse> {
  const { service, request } = context;
  new Query(request).checkNames([]);
  const count = await service.variables.countInstances({ signal: request.signal });
  return jsonAnswer(context, JSON.stringify({ count }));
}

/** `DELETE /process-instance/{id}`: deletes all variables of an instance in one step. It succeeds also if there are none. */
export async function clearInstance(context: Context): Promise<RestResponse> {
  const { service, request, parameters } = context;
  const [instanceId = ""] = parameters;
  refuseCondition(request);
  await service.variables.clear(instanceId);
  return { status: 204, headers: {}, body: undefined };
}
