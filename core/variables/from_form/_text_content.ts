import { MAX_MARK_BYTES, type MarkedDecoder } from "../../multipart/_text_decoder.ts";
import { type Content, readBytes } from "../values/_content.ts";
import { findDecoder, undecodable } from "./_charset.ts";

/**
 * Converts text to the form in which it is stored: UTF-8 without a byte order mark. The text is checked.
 *
 * @param content The text.
 * @param charset The charset that the sender named. A byte order mark decides over it.
 * @throws {InvalidVariableError} If the charset is unknown, or the text is not in it.
 */
export async function storedText(content: Content, charset: string | undefined): Promise<Content> {
  const decoder = findDecoder(await readBytes(content, MAX_MARK_BYTES), charset);
  if (decoder.encoding !== "utf-8") return convert(content, decoder);
  if (content instanceof Uint8Array) decode(content, decoder);
  else await checkUtf8(content.read());
  return unmarked(content, decoder);
}

/**
 * Converts JSON to the form in which it is stored: UTF-8 without a byte order mark. The caller must still check that the result is
 * JSON, and that it is UTF-8.
 *
 * @param content The JSON.
 * @param charset The charset that the sender named. A byte order mark decides over it.
 * @throws {InvalidVariableError} If the charset is unknown, or the text is not in it and must be converted.
 */
export async function storedJson(content: Content, charset: string | undefined): Promise<Content> {
  const decoder = findDecoder(await readBytes(content, MAX_MARK_BYTES), charset);
  return decoder.encoding === "utf-8" ? unmarked(content, decoder) : convert(content, decoder);
}

async function unmarked(content: Content, { markBytes }: MarkedDecoder): Promise<Content> {
  return markBytes === 0 ? content : (await readBytes(content)).subarray(markBytes);
}

async function convert(content: Content, decoder: MarkedDecoder): Promise<Uint8Array> {
  return new TextEncoder().encode(decode(await readBytes(content), decoder));
}

function decode(text: Uint8Array, decoder: MarkedDecoder): string {
  try {
    return decoder.decode(text);
  } catch (error) {
    throw undecodable("data", decoder, error);
  }
}

/** Checks that bytes are UTF-8, without holding more than a chunk. */
async function checkUtf8(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const check = (chunk?: Uint8Array) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      throw undecodable("data", decoder, error);
    }
  };
  for await (const chunk of chunks) check(chunk);
  check();
}
