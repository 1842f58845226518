/** Reads the bytes from `start` (inclusive) to `end` (exclusive) of a content in blocks, as views of the blocks. */
export async function* readBlocks(
  blocks: readonly Uint8Array[],
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let position = 0;
  for (const block of blocks) {
    if (position >= end) break;
    const from = Math.max(0, start - position);
    const to = Math.min(block.length, end - position);
    position += block.length;
    if (from < to) yield block.subarray(from, to);
  }
}
