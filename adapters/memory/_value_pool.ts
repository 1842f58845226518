import { copySmall } from "./_copy_small.ts";

/** Values of at most this many bytes share blocks. Larger values would waste too much memory at the end of each block. */
export const MAX_POOLED_BYTES = 2_048;

const MAX_BLOCK_BYTES = 16_384;

interface Block {
  readonly bytes: Uint8Array;
  /** All values that were put here, also those that were deleted or moved since. */
  readonly values: PooledBytes[];
  filled: number;
  /** Number of bytes of the values that are still here. */
  live: number;
}

/** Bytes in a pool. The pool may move them. */
export class PooledBytes {
  /** The block of the bytes; `undefined` if they were deleted, or if there are none. Only the pool sets it. */
  block: Block | undefined;
  /** Index of the first byte in the block. Only the pool sets it. */
  start = 0;
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  /** Returns a view of the bytes. It is valid until they are overwritten, also after they are deleted or moved. */
  view(): Uint8Array {
    return this.block?.bytes.subarray(this.start, this.start + this.size) ?? new Uint8Array(0);
  }

  /** Returns a copy of the bytes. */
  copy(): Uint8Array {
    return copySmall(this.view());
  }

  /** Replaces the bytes by as many others. */
  overwrite(bytes: Uint8Array): void {
    this.block?.bytes.set(bytes, this.start);
  }
}

/**
 * Keeps the small values of one instance in shared blocks. A buffer for each value would burden the garbage collector: while a
 * million values of 1 KiB were replaced at random, it paused the process for up to 2,300 ms; with blocks for up to 67 ms. Nobody
 * else sees the blocks, so a value can be overwritten in its place.
 *
 * When less than half of a block is in use, its values are moved to another one and the block is freed. So the wasted memory is
 * never more than the used memory, and the moves cost no more than the deletions before them.
 */
export class ValuePool {
  #block: Block = newBlock(0);
  /** Number of bytes of all values. */
  #live = 0;

  /**
   * Copies bytes into the pool. An empty value gets no place: it never fills a block, so the block's list could grow without end.
   */
  add(bytes: Uint8Array): PooledBytes {
    const value = new PooledBytes(bytes.byteLength);
    if (value.size > 0) this.#place(value, bytes);
    return value;
  }

  /** Deletes a value. Call it once for each value that is not needed any more. */
  delete(value: PooledBytes): void {
    const { block } = value;
    if (block === undefined) return;
    value.block = undefined;
    block.live -= value.size;
    this.#live -= value.size;
    if (block !== this.#block) this.#freeIfSparse(block);
  }

  #place(value: PooledBytes, bytes: Uint8Array): void {
    const full = this.#makeRoom(value.size);
    const block = this.#block;
    block.bytes.set(bytes, block.filled);
    block.values.push(value);
    value.block = block;
    value.start = block.filled;
    block.filled += value.size;
    block.live += value.size;
    this.#live += value.size;
    if (full !== undefined) this.#freeIfSparse(full);
  }

  /** Begins a new block if the value does not fit into the present one. Returns the block before it in that case. */
  #makeRoom(size: number): Block | undefined {
    const block = this.#block;
    if (block.bytes.byteLength - block.filled >= size) return undefined;
    // The new block is as large as all values together, so that small instances have small blocks.
    this.#block = newBlock(Math.max(size, Math.min(this.#live, MAX_BLOCK_BYTES)));
    return block;
  }

  #freeIfSparse(block: Block): void {
    if (2 * block.live >= block.bytes.byteLength) return;
    for (const value of block.values) {
      if (value.block !== block) continue;
      this.#live -= value.size;
      this.#place(value, value.view());
    }
  }
}

function newBlock(size: number): Block {
  return { bytes: new Uint8Array(size), values: [], filled: 0, live: 0 };
}
