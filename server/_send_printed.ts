import type { PrintedVariable } from "../core/mod.ts";
import type { Context } from "./_context.ts";
import { isNotModified } from "./_is_not_modified.ts";
import { send } from "./_send.ts";
import { sendJson } from "./_send_json.ts";
import { validators } from "./_validators.ts";

/**
 * Answers with a variable in JSON, or that the client has it already.
 *
 * @param context The request.
 * @param variable The variable.
 */
export async function sendPrinted(
  context: Context,
  { record, json }: PrintedVariable,
): Promise<void> {
  const headers = validators(record);
  if (isNotModified(context.request.headers, record)) send(context, 304, headers);
  else await sendJson(context, json, headers);
}
