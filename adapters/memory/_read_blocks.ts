/**
 * Yields the bytes from `start` (inclusive) to `end` (exclusive) of contents held in blocks, as views of them.
 *
 * @param check Called before each block: throws if the bytes may not be read any more.
 */
export async function* readBlocks(
  blocks: readonly Uint8Array[],
  start: number,
  end: number,
  check: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let position = 0;
  for (const block of blocks) {
    if (position >= end) break;
    const from = Math.max(0, start - position);
    const to = Math.min(block.length, end - position);
    position += block.length;
    if (from >= to) continue;
    check();
    yield block.subarray(from, to);
  }
  check();
}
