import type { StagedContent } from "../../storage/storage.ts";

/** The bytes of a value: in memory if they are few, else staged. */
export type Content = StagedContent | Uint8Array;

/** Size of a content in bytes. */
export function sizeOf(content: Content): number {
  return content instanceof Uint8Array ? content.length : content.size;
}

/** Reads a content from its beginning, in chunks. */
export function chunksOf(content: Content): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  return content instanceof Uint8Array ? [content] : content.read();
}

/**
 * Reads the first bytes of a content into memory.
 *
 * @param content The content.
 * @param count Number of bytes to read, or fewer if the content is shorter. Default: all.
 */
export async function readBytes(
  content: Content,
  count: number = sizeOf(content),
): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content.subarray(0, count);
  const bytes = new Uint8Array(Math.min(count, content.size));
  let size = 0;
  for await (const chunk of content.read()) {
    const wanted = chunk.subarray(0, bytes.length - size);
    bytes.set(wanted, size);
    size += wanted.length;
    if (size === bytes.length) break;
  }
  return bytes;
}
