import type { OpenVariable } from "../../storage/storage.ts";
import type { Context } from "../_context.ts";
import { isNotModified } from "../conditions/_is_not_modified.ts";
import { readRange } from "../conditions/_read_range.ts";
import { notModified } from "../conditions/_validators.ts";
import type { RestResponse } from "../rest_response.ts";
import { type Disposition, downloadHeaders } from "./_download_headers.ts";
import { release } from "./_release.ts";
import { type Chunks, StartedBody } from "./_started_body.ts";

const EMPTY = new Uint8Array(0);

/**
 * Answers with a variable's bytes: all of them, one range, or 304 if the client has them already.
 *
 * @param context The request.
 * @param variable The open variable. It is always closed: here, or at the end of the body.
 * @param wanted Whether the client asks to have it saved or shown.
 */
export async function variableAnswer(
  context: Context,
  variable: OpenVariable,
  wanted: Disposition | undefined,
): Promise<RestResponse> {
  const { request } = context;
  const { record } = variable;
  const { inline = EMPTY, size } = record;
  let isReleased = false;
  try {
    if (isNotModified(request, record)) return notModified(record);
    const isHead = request.method === "HEAD";
    // `Range` is ignored for HEAD (RFC 9110, section 14.2).
    const range = isHead ? undefined : readRange(request, record);
    const { start, end } = range ?? { start: 0, end: size };
    const headers = downloadHeaders(record, end - start, wanted);
    if (range !== undefined) headers["Content-Range"] = `bytes ${start}-${end - 1}/${size}`;
    const status = range === undefined ? 200 : 206;
    if (isHead) return { status, headers, body: undefined };
    if (inline.length === size) return { status, headers, body: inline.subarray(start, end) };
    isReleased = true;
    const chunks = chunksOf(context, variable, start, end);
    const { value } = await chunks.next();
    return { status, headers, body: new StartedBody(value, chunks, context) };
  } finally {
    if (!isReleased) await release(context, variable);
  }
}

/** Gives the bytes, and releases the variable after the last one, on an error, or when the client stops early. */
async function* chunksOf(
  context: Context,
  variable: OpenVariable,
  start: number,
  end: number,
): Chunks {
  try {
    yield* variable.read(start, end);
    return undefined;
  } finally {
    await release(context, variable);
  }
}
