import { decodeText, findDecoder, undecodable } from "./_charset.ts";
import { type Content, readBytes } from "./_content.ts";

/** The byte order mark in UTF-8. */
const MARK = [0xef, 0xbb, 0xbf];

/**
 * Text as it is stored: as sent if that is UTF-8, which is checked, else converted.
 *
 * @param content The text.
 * @param charset The charset that its sender named.
 * @throws {InvalidVariableError} If the charset is not known, or the text is not of it.
 */
export async function storedText(content: Content, charset: string | undefined): Promise<Content> {
  if (!isUtf8(charset)) return convert(content, charset);
  if (content instanceof Uint8Array) decodeText(content, charset, "data");
  else await checkUtf8(content.read());
  return content;
}

/**
 * JSON as it is stored: as sent if that is UTF-8, else converted; without a byte order mark. That it is JSON, and UTF-8, is
 * not checked yet.
 *
 * @param content The JSON.
 * @param charset The charset that its sender named.
 * @throws {InvalidVariableError} If the charset is not known, or the text is not of it.
 */
export async function storedJson(content: Content, charset: string | undefined): Promise<Content> {
  const utf8 = isUtf8(charset) ? content : await convert(content, charset);
  const head = await readBytes(utf8, MARK.length);
  const marked = MARK.every((byte, i) => byte === head[i]);
  return marked ? (await readBytes(utf8)).subarray(MARK.length) : utf8;
}

function isUtf8(charset: string | undefined): boolean {
  return findDecoder(charset).encoding === "utf-8";
}

async function convert(content: Content, charset: string | undefined): Promise<Uint8Array> {
  return new TextEncoder().encode(decodeText(await readBytes(content), charset, "data"));
}

/** Takes no more memory than a chunk does. */
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
