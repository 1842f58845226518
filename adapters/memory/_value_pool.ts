import { copySmall } from "./_copy_small.ts";

/** Values up to this many bytes share blocks: more would leave too much room at the end of each. */
export const MAX_POOLED_BYTES = 2_048;

const MAX_BLOCK_BYTES = 16_384;

interface Block {
  readonly bytes: Uint8Array;
  /** All that was put here, also what was deleted or moved since. */
  readonly values: PooledBytes[];
  filled: number;
  /** Bytes of the values that are there. */
  live: number;
}

/** Bytes in a pool, wherever they are now. */
export class PooledBytes {
  /** For the pool alone, as `start`; `undefined` once deleted, or if there are no bytes. */
  block: Block | undefined;
  start = 0;
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  /** The bytes, as they stay until they are overwritten, also when they are deleted or moved. */
  view(): Uint8Array {
    return this.block?.bytes.subarray(this.start, this.start + this.size) ?? new Uint8Array(0);
  }

  /** The bytes, as they are now. */
  copy(): Uint8Array {
    return copySmall(this.view());
  }

  /** Puts others of the same number in their place. */
  overwrite(bytes: Uint8Array): void {
    this.block?.bytes.set(bytes, this.start);
  }
}

/**
 * Keeps the small values of one instance in shared blocks. A buffer for each burdens the garbage collector: while a
 * million values of 1 KiB were replaced at random, it stopped everything for up to 2,300 ms, against 67 with blocks. Nobody
 * else sees the blocks, so a value can be overwritten where it is.
 *
 * A block of which less than half is in use is given up, and its values are moved. So at most as much room is lost as is
 * used, and a move costs no more than the deletions before it.
 */
export class ValuePool {
  #block: Block = newBlock(0);
  /** Bytes of all values. */
  #live = 0;

  /** Copies bytes into the pool. No bytes need no place: they never fill a block, which would list them without end. */
  add(bytes: Uint8Array): PooledBytes {
    const value = new PooledBytes(bytes.byteLength);
    if (value.size > 0) this.#place(value, bytes);
    return value;
  }

  /** To be called once for each value that is not needed any more. */
  delete(value: PooledBytes): void {
    const { block } = value;
    if (block === undefined) return;
    value.block = undefined;
    block.live -= value.size;
    this.#live -= value.size;
    if (block !== this.#block) this.#giveUpIfSparse(block);
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
    if (full !== undefined) this.#giveUpIfSparse(full);
  }

  /** @returns The block before, if there has to be a new one. */
  #makeRoom(size: number): Block | undefined {
    const block = this.#block;
    if (block.bytes.byteLength - block.filled >= size) return undefined;
    // As large as all that is there, so that small instances have small blocks.
    this.#block = newBlock(Math.max(size, Math.min(this.#live, MAX_BLOCK_BYTES)));
    return block;
  }

  #giveUpIfSparse(block: Block): void {
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
