import type { Context } from "../_context.ts";
import type { RestRequest } from "../rest_request.ts";
import type { RestResponse } from "../rest_response.ts";
import { type Chunks, StartedBody } from "./_started_body.ts";
import { wholeAnswer } from "./_whole_answer.ts";

/** The number of characters that are gathered before they are sent. A shorter answer has a `Content-Length`. */
const BLOCK_LENGTH = 65_536;

const ENCODER = new TextEncoder();
const EMPTY = new Uint8Array(0);

type Headers = Readonly<Record<string, string>>;

const JSON_TYPE = { "Content-Type": "application/json" };

/** The headers of every JSON answer to GET and HEAD. */
export const JSON_HEADERS = {
  "Content-Type": "application/json",
  "Cache-Control": "no-cache",
} as const;

/**
 * Answers a read, or a query by POST, with JSON.
 *
 * @param context The request.
 * @param json The whole text.
 * @param headers Further headers.
 */
export function jsonAnswer(
  { request }: Context,
  json: string,
  headers: Headers = {},
): RestResponse {
  return wholeAnswer(request, 200, { ...headersFor(request), ...headers }, ENCODER.encode(json));
}

/**
 * Answers a read, or a query by POST, with JSON that is made while it is sent. If the first block fails, the error still gets a normal answer.
 *
 * @param context The request.
 * @param pieces The text in pieces.
 * @param headers Further headers.
 */
export async function streamedJson(
  context: Context,
  pieces: AsyncIterable<string>,
  headers: Headers = {},
): Promise<RestResponse> {
  const { request } = context;
  const all = { ...headersFor(request), ...headers };
  const blocks = inBlocks(pieces);
  const first = await blocks.next();
  if (first.done) return wholeAnswer(request, 200, all, first.value ?? EMPTY);
  if (request.method === "HEAD") {
    await blocks.return(undefined);
    return { status: 200, headers: all, body: undefined };
  }
  return { status: 200, headers: all, body: new StartedBody(first.value, blocks, context) };
}

/** As in the engine, an answer to POST says nothing to caches: they keep none, unless it tells how long. */
function headersFor({ method }: RestRequest): Headers {
  return method === "POST" ? JSON_TYPE : JSON_HEADERS;
}

/** Gathers pieces into blocks and yields them. Returns the last block; `undefined` if it is empty. */
async function* inBlocks(pieces: AsyncIterable<string>): Chunks {
  let block = "";
  for await (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK_LENGTH) continue;
    yield ENCODER.encode(block);
    block = "";
  }
  return block === "" ? undefined : ENCODER.encode(block);
}
