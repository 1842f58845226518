import type { OpenVariableJson, VariableJson, VariableRecord } from "../../core/mod.ts";
import { send } from "../node/_send.ts";
import { JSON_HEADERS, sendJson, streamJson } from "../node/_send_json.ts";
import type { Context } from "./_context.ts";
import { isConditional, isNotModified } from "./_is_not_modified.ts";
import { validators } from "./_validators.ts";

/** Where a variable comes from. */
export interface PrintedSource {
  /** Gives the present version without its value; `undefined` if there is none. */
  stat(): Promise<VariableRecord | undefined>;
  /** Prints it, or opens it to be printed while it is sent. */
  print(): Promise<VariableJson | OpenVariableJson>;
}

/**
 * Answers with a variable in JSON, or that the client has it already. A value is read only for a client that gets it.
 *
 * @param context The request.
 * @param source The variable.
 */
export async function sendPrinted(context: Context, source: PrintedSource): Promise<void> {
  const { headers, method } = context.request;
  const isHead = method === "HEAD";
  if (isHead || isConditional(headers)) {
    const found = await source.stat();
    if (found !== undefined && answersWithoutValue(context, found)) return;
  }
  // It may have changed meanwhile.
  const printed = await source.print();
  try {
    const { record } = printed;
    if (isNotModified(headers, record)) send(context, 304, validators(record));
    else if ("json" in printed) await sendJson(context, printed.json, validators(record));
    else await streamJson(context, printed.pieces(), validators(record));
  } finally {
    if ("close" in printed) await printed.close();
  }
}

/** Answers what does not need the value. The length that HEAD could tell is not worth to print it (RFC 9110, section 9.3.2). */
function answersWithoutValue(context: Context, record: VariableRecord): boolean {
  const { headers, method } = context.request;
  if (isNotModified(headers, record)) send(context, 304, validators(record));
  else if (method === "HEAD" && record.inline === undefined && record.type !== "File") {
    send(context, 200, { ...JSON_HEADERS, ...validators(record) });
  } else return false;
  return true;
}
