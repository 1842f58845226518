import type { StrictDecoder } from "../../bytes/_strict_decoder.ts";
import { shorten } from "../../errors/_shorten.ts";
import { type MarkedDecoder, textDecoder } from "../../multipart/_text_decoder.ts";
import { refusal } from "../errors/_refusals.ts";
import type { InvalidVariableError } from "../errors/invalid_variable_error.ts";

/**
 * Finds a strict decoder for one whole text. A byte order mark decides over the charset and is dropped.
 *
 * @param head The text, or at least its first three bytes.
 * @param charset The charset parameter of a content type. Default UTF-8. US-ASCII means UTF-8, too.
 * @throws {InvalidVariableError} If the charset is unknown.
 */
export function findDecoder(head: Uint8Array, charset = "utf-8"): MarkedDecoder {
  const decoder = textDecoder(head, charset);
  if (decoder !== undefined) return decoder;
  throw refusal(`Cannot decode charset '${shorten(charset)}': it is not known`);
}

/**
 * Decodes text strictly.
 *
 * @param bytes The whole text.
 * @param charset The charset parameter of its part's content type.
 * @param part The part's name, for the message.
 * @throws {InvalidVariableError} If the charset is unknown, or the text is not in it.
 */
export function decodeText(bytes: Uint8Array, charset: string | undefined, part: string): string {
  const decoder = findDecoder(bytes, charset);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw undecodable(part, decoder, error);
  }
}

/** The error for a part whose text is not in its charset. */
export function undecodable(
  part: string,
  { encoding }: StrictDecoder,
  cause: unknown,
): InvalidVariableError {
  return refusal(`Cannot decode part '${part}': it is not valid ${encoding.toUpperCase()}`, {
    cause,
  });
}
