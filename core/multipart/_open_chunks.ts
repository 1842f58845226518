/** What is asked of a source. */
export interface ChunkReader {
  next(): Promise<IteratorResult<Uint8Array, unknown>>;
  return?(): Promise<unknown>;
}

/** Begins to read a source. A stream has no async iterator in every browser; a reader it has everywhere. */
export function openChunks(
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
): ChunkReader {
  if (!("getReader" in source)) return source[Symbol.asyncIterator]();
  const reader = source.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}
