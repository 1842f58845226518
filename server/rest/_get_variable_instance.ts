import type { Context } from "./_context.ts";
import { Query } from "./_query.ts";
import { sendPrinted } from "./_send_printed.ts";

/** `GET` and `HEAD /variable-instance/{id}`: a variable in JSON, with where it belongs to. */
export async function getVariableInstance(context: Context): Promise<void> {
  const [id = ""] = context.parameters;
  const deserializeValue = new Query(context.request).isTrue("deserializeValue", true);
  const { variables } = context.service;
  await sendPrinted(context, {
    stat: () => variables.statById(id),
    print: () => variables.openJsonById(id, { deserializeValue }),
  });
}
