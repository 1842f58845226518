import { checkJson } from "../../json/_check_json.ts";
import { JsonSyntaxError } from "../../json/json_syntax_error.ts";
import { refusal } from "../errors/_refusals.ts";

const encoder = new TextEncoder();

/**
 * A text of JSON as it is stored, in UTF-8.
 *
 * @throws {InvalidVariableError} If it cannot be, since half of a surrogate pair is missing.
 */
export function encodeText(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  throw refusal("Cannot store the value: it is not well-formed Unicode (a lone surrogate)");
}

/**
 * JSON in a text of JSON, as it is stored: without a byte order mark. It is checked in slices.
 *
 * @param text The text.
 * @param typeName The value type that wants it, as it was sent.
 * @throws {InvalidVariableError} If it is no JSON.
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
