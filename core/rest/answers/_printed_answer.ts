import type { VariableRecord } from "../../storage/storage.ts";
import type { OpenVariableJson, VariableJson } from "../../variables/options/variable_options.ts";
import type { Context } from "../_context.ts";
import { isConditional, isNotModified } from "../conditions/_is_not_modified.ts";
import { notModified, validators } from "../conditions/_validators.ts";
import type { RestResponse } from "../rest_response.ts";
import { JSON_HEADERS, streamedJson } from "./_json_answer.ts";
import { release } from "./_release.ts";

const ENCODER = new TextEncoder();

/** Reads one variable. */
export interface PrintedSource {
  /** Reads the current version without its value; `undefined` if the variable does not exist. */
  stat(): Promise<VariableRecord | undefined>;
  /** Prints the variable, or opens a large one, which is then printed while it is sent. */
  print(): Promise<VariableJson | OpenVariableJson>;
}

/**
 * Answers with a variable in JSON, or with 304 if the client has this version already. The value is read only if the client gets it.
 *
 * @param context The request.
 * @param source The variable.
 */
export async function printedAnswer(
  context: Context,
  source: PrintedSource,
): Promise<RestResponse> {
  const { request } = context;
  const hasCondition = isConditional(request);
  if (request.method === "HEAD" || hasCondition) {
    const found = await source.stat();
    const answer = found && answerWithoutValue(context, found);
    if (answer !== undefined) return answer;
  }
  // The variable may have changed since `stat`, so the conditions are checked again.
  const printed = await source.print();
  if ("close" in printed) return await openAnswer(context, printed);
  if (hasCondition && isNotModified(request, printed.record)) return notModified(printed.record);
  return wholeJson(context, printed);
}

/** Sends the whole JSON. All headers are in one literal: to spread so many into a new object costs a tenth of a small read. */
function wholeJson({ request }: Context, { json, record }: VariableJson): RestResponse {
  const body = ENCODER.encode(json);
  const known = validators(record);
  const headers = {
    "Content-Type": JSON_HEADERS["Content-Type"],
    "Cache-Control": known["Cache-Control"],
    ETag: known.ETag,
    "Last-Modified": known["Last-Modified"],
    "Content-Length": String(body.length),
  };
  return { status: 200, headers, body: request.method === "HEAD" ? undefined : body };
}

async function openAnswer(context: Context, variable: OpenVariableJson): Promise<RestResponse> {
  const { record } = variable;
  let isReleased = false;
  try {
    if (isNotModified(context.request, record)) return notModified(record);
    isReleased = true;
    return await streamedJson(context, piecesOf(context, variable), validators(record));
  } finally {
    if (!isReleased) await release(context, variable);
  }
}

/** Gives the pieces of the JSON, and releases the variable after the last one, on an error, or when the client stops early. */
async function* piecesOf(context: Context, variable: OpenVariableJson): AsyncGenerator<string> {
  try {
    yield* variable.pieces();
  } finally {
    await release(context, variable);
  }
}

/**
 * Answers a request that does not need the value; `undefined` if it does. To `HEAD` of a large value the answer has no length, since
 * the value would have to be printed only to count it (RFC 9110, section 9.3.2).
 */
function answerWithoutValue(
  { request }: Context,
  record: VariableRecord,
): RestResponse | undefined {
  if (isNotModified(request, record)) return notModified(record);
  const isCheap = record.inline !== undefined || record.type === "File";
  if (request.method !== "HEAD" || isCheap) return undefined;
  return { status: 200, headers: { ...JSON_HEADERS, ...validators(record) }, body: undefined };
}
