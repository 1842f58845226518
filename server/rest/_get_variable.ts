import type { Context } from "./_context.ts";
import { Query } from "./_query.ts";
import { sendPrinted } from "./_send_printed.ts";

/** `GET` and `HEAD …/variables/{varName}`: a variable in JSON. */
export async function getVariable(context: Context): Promise<void> {
  const [instanceId = "", name = ""] = context.parameters;
  const deserializeValue = new Query(context.request).isTrue("deserializeValue", true);
  const { variables } = context.service;
  await sendPrinted(context, {
    stat: () => variables.stat(instanceId, name),
    print: () => variables.openJson(instanceId, name, { deserializeValue }),
  });
}
