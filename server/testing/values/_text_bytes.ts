import { JsonSyntaxError } from "../../../core/json/json_syntax_error.ts";
import { JsonTokenizer } from "../../../core/json/json_tokenizer.ts";
import { jsonText } from "./_json_text.ts";
import { type ValuePlace, wrongValue } from "./_wrong_value.ts";

const encoder = new TextEncoder();

/**
 * Encodes a text in UTF-8.
 *
 * @throws {TypeError} If it has a lone surrogate.
 */
export function textBytes(text: string, place: ValuePlace): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  throw wrongValue(place, "it has a lone surrogate; write 'text.toWellFormed()'");
}

/**
 * Makes the bytes of JSON: of a string, which is JSON already, or of plain JavaScript.
 *
 * @throws {TypeError} If it is not JSON.
 */
export function jsonBytes(value: unknown, place: ValuePlace): Uint8Array {
  if (typeof value !== "string") return encoder.encode(jsonText(value, place));
  const bytes = textBytes(value, place);
  const tokenizer = new JsonTokenizer({});
  try {
    tokenizer.write(bytes);
    tokenizer.end();
    return bytes;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw wrongValue(
      place,
      `it is a string, so it must be JSON already: ${error.message}; write 'JSON.stringify(text)' for the JSON of a string`,
    );
  }
}
