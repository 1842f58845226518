/** No more than an inline content has anyway: so much is kept in memory by who keeps one copy. */
const BLOCK_BYTES = 16_384;

let block = new Uint8Array(0);
let filled = 0;

/**
 * Copies a few bytes next to other copies: a buffer for each would cost three times as much to make and to collect (for
 * 1 KiB a third of the time of `apply`).
 *
 * @param bytes At most 16 KiB.
 */
export function copySmall(bytes: Uint8Array): Uint8Array {
  if (block.length - filled < bytes.length) {
    block = new Uint8Array(BLOCK_BYTES);
    filled = 0;
  }
  const copy = block.subarray(filled, filled + bytes.length);
  copy.set(bytes);
  filled += bytes.length;
  return copy;
}
