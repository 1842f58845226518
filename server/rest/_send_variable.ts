import type { OutgoingHttpHeaders } from "node:http";
import type { OpenVariable } from "../../core/mod.ts";
import { flushed } from "../node/_flushed.ts";
import { send } from "../node/_send.ts";
import type { Context } from "./_context.ts";
import { downloadHeaders } from "./_download_headers.ts";
import { isNotModified } from "./_is_not_modified.ts";
import { readRange } from "./_read_range.ts";
import { validators } from "./_validators.ts";

const EMPTY = new Uint8Array(0);

/**
 * Answers with a variable's bytes: all, one range of them, or that the client has them already.
 *
 * @param context The request.
 * @param variable The variable. It is closed in any case.
 */
export async function sendVariable(context: Context, variable: OpenVariable): Promise<void> {
  const { request } = context;
  try {
    const { record } = variable;
    if (isNotModified(request.headers, record)) {
      send(context, 304, validators(record));
      return;
    }
    const headers = downloadHeaders(record);
    // A range of HEAD means nothing (RFC 9110, section 14.2).
    if (request.method === "HEAD") send(context, 200, headers);
    else await sendBytes(context, headers, variable);
  } finally {
    await variable.close();
  }
}

async function sendBytes(
  context: Context,
  headers: OutgoingHttpHeaders,
  variable: OpenVariable,
): Promise<void> {
  const { request } = context;
  const { inline = EMPTY, size } = variable.record;
  const range = readRange(request.headers, variable.record);
  const { start, end } = range ?? { start: 0, end: size };
  const status = range === undefined ? 200 : 206;
  if (range !== undefined) headers["Content-Range"] = `bytes ${start}-${end - 1}/${size}`;
  if (inline.length === size) {
    send(context, status, headers, inline.subarray(start, end));
    return;
  }
  headers["Content-Length"] = end - start;
  await stream(context, status, headers, variable.read(start, end));
}

/** The head goes out with the first bytes: a read that fails before them still gets an answer of its own. */
async function stream(
  context: Context,
  status: number,
  headers: OutgoingHttpHeaders,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { response } = context;
  for await (const chunk of bytes) {
    if (!response.headersSent) response.writeHead(status, headers);
    if (!response.write(chunk)) await flushed(context, "drain");
  }
  response.end();
  await flushed(context, "finish");
}
