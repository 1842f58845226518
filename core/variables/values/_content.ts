import type { StagedContent } from "../../storage/storage.ts";

/** The bytes of a value: in memory if they are few, staged if not. */
export type Content = StagedContent | Uint8Array;

/** Length in bytes. */
export function sizeOf(content: Content): number {
  return content instanceof Uint8Array ? content.length : content.size;
}

/** The bytes from the beginning, in chunks. */
export function chunksOf(content: Content): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  return content instanceof Uint8Array ? [content] : content.read();
}

/**
 * The first bytes, in memory.
 *
 * @param content Where they are.
 * @param count How many are wanted; fewer if there are no more. Default all.
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
