import { nextTurn } from "../_next_turn.ts";
import { JsonTokenizer } from "../json/json_tokenizer.ts";

/**
 * Checks that bytes are JSON, without holding them. All others have turns between two chunks.
 *
 * @throws {JsonSyntaxError} If they are not.
 */
export async function checkJson(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const tokenizer = new JsonTokenizer({});
  let isFirst = true;
  for await (const chunk of chunks) {
    if (!isFirst) await nextTurn();
    isFirst = false;
    tokenizer.write(chunk);
  }
  tokenizer.end();
}
