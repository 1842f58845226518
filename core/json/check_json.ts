import { JsonTokenizer } from "./json_tokenizer.ts";

/**
 * Checks that bytes are one JSON text in UTF-8, with or without a byte order mark.
 *
 * @param json The whole text.
 * @throws {JsonSyntaxError} If they are not, with the place.
 */
export function checkJson(json: Uint8Array): void {
  const tokenizer = new JsonTokenizer({});
  tokenizer.write(json);
  tokenizer.end();
}
