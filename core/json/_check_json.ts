import { nextTurn } from "../_next_turn.ts";
import type { BodyParser } from "../bytes/_body_source.ts";
import { JsonTokenizer } from "./json_tokenizer.ts";

/** Number of bytes of JSON that are read before other work gets a turn. */
export const JSON_SLICE_BYTES = 262_144;

/**
 * Checks that bytes are JSON, without holding them. Other work gets a turn between chunks, and also within a long chunk.
 *
 * @param chunks The bytes.
 * @param parser The parser that reads them. Default: a tokenizer that only checks them.
 * @throws {JsonSyntaxError} If they are not JSON.
 */
export async function checkJson(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  parser: BodyParser = new JsonTokenizer({}),
): Promise<void> {
  let isFirst = true;
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += JSON_SLICE_BYTES) {
      if (!isFirst) await nextTurn();
      isFirst = false;
      parser.write(chunk.subarray(start, start + JSON_SLICE_BYTES));
    }
  }
  parser.end();
}
