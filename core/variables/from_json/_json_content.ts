import { checkJson } from "../../json/_check_json.ts";
import { JsonSyntaxError } from "../../json/json_syntax_error.ts";
import { refusal } from "../errors/_refusals.ts";

const encoder = new TextEncoder();

/**
 * Encodes a text as it is stored: in UTF-8.
 *
 * @throws {InvalidVariableError} If the text has a lone surrogate, which UTF-8 cannot encode.
 */
export function encodeText(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  throw refusal("Cannot store the value: it is not well-formed Unicode (a lone surrogate)");
}

/**
 * Encodes a text that must be JSON as it is stored: in UTF-8, without a byte order mark. Other work gets a turn while a long text
 * is checked.
 *
 * @param text The text.
 * @param typeName The value type, as it was sent, for the message.
 * @throws {InvalidVariableError} If the text is not JSON.
 */
export async function encodeJsonText(text: string, typeName: string): Promise<Uint8Array> {
  const bytes = encodeText(text.startsWith("\ufeff") ? text.slice(1) : text);
  try {
    await checkJson([bytes]);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw refusal(`Cannot read the value of type '${typeName}': ${error.message}`, {
      cause: error,
    });
  }
  return bytes;
}
