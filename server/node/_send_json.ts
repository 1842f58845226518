import type { OutgoingHttpHeaders } from "node:http";
import type { Context } from "../rest/_context.ts";
import { flushed } from "./_flushed.ts";
import { send } from "./_send.ts";

/** What is gathered before it is sent. An answer within it has a length, and needs but one write. Characters. */
const BLOCK_LENGTH = 65_536;

/** The headers of every JSON answer to a read. */
export const JSON_HEADERS: Readonly<Record<string, string>> = {
  "Content-Type": "application/json",
  "Cache-Control": "no-cache",
};

/**
 * Answers a read with JSON.
 *
 * @param context The request.
 * @param json The whole text.
 * @param headers What else to say of it.
 */
export async function sendJson(
  context: Context,
  json: string,
  headers: OutgoingHttpHeaders = {},
): Promise<void> {
  send(context, 200, { ...JSON_HEADERS, ...headers }, new TextEncoder().encode(json));
  // What the kernel takes at once needs nobody who waits for it.
  if (json.length > BLOCK_LENGTH) await flushed(context, "finish");
}

/**
 * Answers a read with JSON that is made while it is sent, no faster than the client takes it. The head goes out with the first
 * block: what fails before it still gets an answer of its own.
 *
 * @param context The request.
 * @param pieces The text in pieces.
 * @param headers What else to say of it.
 */
export async function streamJson(
  context: Context,
  pieces: AsyncIterable<string>,
  headers: OutgoingHttpHeaders = {},
): Promise<void> {
  const { request, response } = context;
  let block = "";
  for await (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK_LENGTH) continue;
    if (request.method === "HEAD") {
      send(context, 200, { ...JSON_HEADERS, ...headers });
      return;
    }
    if (!response.headersSent) response.writeHead(200, { ...JSON_HEADERS, ...headers });
    if (!response.write(block)) await flushed(context, "drain");
    block = "";
  }
  if (!response.headersSent) {
    await sendJson(context, block, headers);
    return;
  }
  response.end(block);
  await flushed(context, "finish");
}
