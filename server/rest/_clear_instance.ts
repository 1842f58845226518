import { send } from "../node/_send.ts";
import type { Context } from "./_context.ts";
import { refuseCondition } from "./_refuse_condition.ts";

/** `DELETE /process-instance/{id}`: deletes all variables of an instance at once, whether there are any or not. */
export async function clearInstance(context: Context): Promise<void> {
  const { service, request, parameters } = context;
  const [instanceId = ""] = parameters;
  refuseCondition(request.headers);
  await service.variables.clear(instanceId);
  send(context, 204, {});
}
