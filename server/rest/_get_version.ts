import { sendJson } from "../node/_send_json.ts";
import type { Context } from "./_context.ts";

/** The engine's version whose resource this is. */
const ENGINE_VERSION = "7.24.0";

/** `GET` and `HEAD /version`: the version of the engine that a client may take this for. */
export async function getVersion(context: Context): Promise<void> {
  await sendJson(context, JSON.stringify({ version: ENGINE_VERSION }));
}
