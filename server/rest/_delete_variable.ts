import { send } from "../node/_send.ts";
import type { Context } from "./_context.ts";
import { readCondition } from "./_read_condition.ts";

/** `DELETE …/variables/{varName}`: deletes a variable, whether there is one or not. */
export async function deleteVariable(context: Context): Promise<void> {
  const { service, request, parameters } = context;
  const [instanceId = "", name = ""] = parameters;
  const condition = readCondition(request.headers);
  await service.variables.delete(instanceId, name, { condition });
  send(context, 204, {});
}
