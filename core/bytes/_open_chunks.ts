import { checkBody } from "./_check_body.ts";
import { checkUnread, checkUnused } from "./_check_unread.ts";
import type { ByteSource } from "./byte_source.ts";

/** Reads a source chunk by chunk. */
export interface ChunkReader {
  next(): Promise<IteratorResult<Uint8Array, unknown>>;
  return?(): Promise<unknown>;
}

/**
 * Begins to read a source. It reads a stream by its reader, since streams have no async iterator in some browsers.
 *
 * @throws {TypeError} If the value is not a source, or was read before.
 */
export function openChunks(source: ByteSource): ChunkReader {
  checkBody(source);
  if (source === null) return { next: async () => ({ done: true, value: undefined }) };
  if (source instanceof Uint8Array) return once(source);
  if (source instanceof Blob) return openChunks(source.stream());
  checkUnread(source);
  if (!("getReader" in source)) {
    const iterator = source[Symbol.asyncIterator]();
    checkUnused(source, iterator);
    return iterator;
  }
  const reader = source.getReader();
  let isReleased = false;
  return {
    async next() {
      const result = await reader.read();
      if (!result.done) return result;
      reader.releaseLock();
      isReleased = true;
      return { done: true, value: undefined };
    },
    async return() {
      if (isReleased) return;
      await reader.cancel();
      reader.releaseLock();
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
