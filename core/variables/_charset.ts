import { type StrictDecoder, strictDecoder } from "../multipart/_strict_decoder.ts";
import { shorten } from "./_shorten.ts";
import { InvalidVariableError } from "./invalid_variable_error.ts";

/**
 * A strict decoder for a charset, to be used for one whole text at a time. A byte order mark is a character like any other.
 *
 * @param charset The charset parameter of a content type. None, and US-ASCII, mean UTF-8.
 * @throws {InvalidVariableError} If the charset is not known.
 */
export function findDecoder(charset = "utf-8"): StrictDecoder {
  const decoder = strictDecoder(charset);
  if (decoder !== undefined) return decoder;
  throw new InvalidVariableError(
    "InvalidRequestException",
    `Cannot decode charset '${shorten(charset)}': it is not known`,
  );
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
  const decoder = findDecoder(charset);
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
  return new InvalidVariableError(
    "InvalidRequestException",
    `Cannot decode part '${part}': it is not valid ${encoding.toUpperCase()}`,
    { cause },
  );
}
