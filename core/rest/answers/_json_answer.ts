import type { Context } from "../_context.ts";
import type { RestResponse } from "../rest_response.ts";
import { type Chunks, StartedBody } from "./_started_body.ts";
import { wholeAnswer } from "./_whole_answer.ts";

/** The number of characters that are gathered before they are sent. A shorter answer has a `Content-Length`. */
const BLOCK_LENGTH = 65_536;

const ENCODER = new TextEncoder();
const EMPTY = new Uint8Array(0);

type Headers = Readonly<Record<string, string>>;

/** The headers of every JSON answer to a read. */
export const JSON_HEADERS: Headers = {
  "Content-Type": "application/json",
  "Cache-Control": "no-cache",
};

/**
 * Answers a read with JSON.
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
  return wholeAnswer(request, 200, { ...JSON_HEADERS, ...headers }, ENCODER.encode(json));
}

/**
 * Answers a read with JSON that is made while it is sent. If the first block fails, the error still gets a normal answer.
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
  const all = { ...JSON_HEADERS, ...headers };
  const blocks = inBlocks(pieces);
  const first = await blocks.next();
  if (first.done) return wholeAnswer(request, 200, all, first.value ?? EMPTY);
  if (request.method === "HEAD") {
    await blocks.return(undefined);
    return { status: 200, headers: all, body: undefined };
  }
  return { status: 200, headers: all, body: new StartedBody(first.value, blocks, context) };
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
