import type { Context } from "./_context.ts";
import { sendVariable } from "./_send_variable.ts";

/** `GET` and `HEAD /variable-instance/{id}/data`: a variable's bytes. */
export async function getVariableInstanceData(context: Context): Promise<void> {
  const [id = ""] = context.parameters;
  await sendVariable(context, await context.service.variables.openBinaryById(id));
}
