import { sendJson } from "../node/_send_json.ts";
import type { Context } from "./_context.ts";

/** `GET` and `HEAD /engine`: the names of the engines. There is one, and any name in a path is fine for it. */
export async function getEngines(context: Context): Promise<void> {
  await sendJson(context, '[{"name":"default"}]');
}
