import { searchSignal } from "../node/_search_signal.ts";
import { sendJson } from "../node/_send_json.ts";
import type { Context } from "./_context.ts";
import { Query } from "./_query.ts";

/** `GET` and `HEAD /process-instance/count`: how many instances have a variable. */
export async function countInstances(context: Context): Promise<void> {
  new Query(context.request).checkNames([]);
  const signal = searchSignal(context);
  const count = await context.service.variables.countInstances({ signal });
  await sendJson(context, JSON.stringify({ count }));
}
