import { searchSignal } from "../node/_search_signal.ts";
import { streamJson } from "../node/_send_json.ts";
import type { Context } from "./_context.ts";
import { Query } from "./_query.ts";

/** `GET` and `HEAD …/variables`: all variables of an instance, as a JSON object with a member for each. */
export async function getVariables(context: Context): Promise<void> {
  const [instanceId = ""] = context.parameters;
  const query = new Query(context.request);
  const variables = context.service.variables.listJson(instanceId, {
    deserializeValues: query.isTrue("deserializeValues", true),
    omitBytes: query.isTrue("omitBytes", false),
    signal: searchSignal(context),
  });
  await streamJson(context, variables);
}
