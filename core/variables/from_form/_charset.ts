import type { StrictDecoder } from "../../bytes/_strict_decoder.ts";
import { shorten } from "../../errors/_shorten.ts";
import { type MarkedDecoder, textDecoder } from "../../multipart/_text_decoder.ts";
import { refusal } from "../errors/_refusals.ts";
import type { InvalidVariableError } from "../errors/invalid_variable_error.ts";

/**
 * A strict decoder for one text, whole: a byte order mark decides over the charset, and is no part of the text.
 *
 * @param head The text, or as much of its beginning as a mark may be long.
 * @param charset The charset parameter of a content type. None, and US-ASCII, mean UTF-8.
 * @throws {InvalidVariableError} If the charset is not known.
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
 * @throws {InvalidVariableError} If the charset is not known, or the text is not of it.
 */
export function decodeText(bytes: Uint8Array, charset: string | undefined, part: string): string {
  const decoder = findDecoder(bytes, charset);
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw undecodable(part, decoder, error);
  }
}

/** The error for a part whose text is not of its charset. */
export function undecodable(
  part: string,
  { encoding }: StrictDecoder,
  cause: unknown,
): InvalidVariableError {
  return refusal(`Cannot decode part '${part}': it is not valid ${encoding.toUpperCase()}`, {
    cause,
  });
}
