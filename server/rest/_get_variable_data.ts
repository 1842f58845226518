import type { Context } from "./_context.ts";
import { sendVariable } from "./_send_variable.ts";

/** `GET` and `HEAD …/variables/{varName}/data`: a variable's bytes. `Accept` is not looked at, as in the engine. */
export async function getVariableData(context: Context): Promise<void> {
  const [instanceId = "", name = ""] = context.parameters;
  await sendVariable(context, await context.service.variables.openBinary(instanceId, name));
}
