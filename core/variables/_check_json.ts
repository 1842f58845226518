import { nextTurn } from "../_next_turn.ts";
import { JsonTokenizer } from "../json/json_tokenizer.ts";
import type { BodyParser } from "./_body_source.ts";

/**
 * Checks that bytes are JSON, without holding them. All others have turns between two chunks.
 *
 * @param chunks The bytes.
 * @param parser What reads them. Default: nothing is made of them.
 * @throws {JsonSyntaxError} If they are not.
 */
export async function checkJson(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  parser: BodyParser = new JsonTokenizer({}),
): Promise<void> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (!isFirst) await nextTurn();
    isFirst = false;
    parser.write(chunk);
  }
  parser.end();
}
