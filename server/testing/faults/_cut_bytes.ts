const NOTHING = new Uint8Array(0);

/**
 * Yields the first bytes, but never the last one, so that nobody takes them for the whole. Then it cuts.
 *
 * @param chunks All bytes.
 * @param count The number of bytes to yield, from 1.
 * @param cut Throws, when the client has had time to read what was yielded.
 */
export async function* cutBytes(
  chunks: AsyncIterable<Uint8Array>,
  count: number,
  cut: () => Promise<never>,
): AsyncGenerator<Uint8Array, undefined> {
  let left = count;
  /** A byte that may be the last one. */
  let held: Uint8Array = NOTHING;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    if (held.length > 0) {
      yield held;
      left -= 1;
    }
    if (chunk.length > left) {
      if (left > 0) yield chunk.subarray(0, left);
      break;
    }
    if (chunk.length > 1) yield chunk.subarray(0, -1);
    left -= chunk.length - 1;
    // A copy, since a chunk may be overwritten when the next one is asked for.
    held = chunk.slice(-1);
  }
  return await cut();
}
