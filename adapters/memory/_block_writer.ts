const FIRST_BLOCK_BYTES = 65_536;
const MAX_BLOCK_BYTES = 1_048_576;

/**
 * Copies chunks into blocks of its own, since a view of a chunk would keep the whole buffer behind it alive. The blocks double from
 * 64 KiB to 1 MiB, so that small values take little memory and large values have few blocks.
 */
export class BlockWriter {
  readonly #full: Uint8Array[] = [];
  #block = new Uint8Array(0);
  #filled = 0;
  #size = 0;

  /** Number of bytes that were written. */
  get size(): number {
    return this.#size;
  }

  write(chunk: Uint8Array): void {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#filled === this.#block.length) this.#nextBlock();
      const count = Math.min(chunk.length - offset, this.#block.length - this.#filled);
      this.#block.set(chunk.subarray(offset, offset + count), this.#filled);
      this.#filled += count;
      offset += count;
    }
    this.#size += chunk.length;
  }

  /** Ends the writing, and returns the blocks. The last block is cut to its content, so that no memory is wasted. */
  finish(): readonly Uint8Array[] {
    if (this.#filled > 0) this.#full.push(this.#block.slice(0, this.#filled));
    return this.#full;
  }

  #nextBlock(): void {
    if (this.#filled > 0) this.#full.push(this.#block);
    const next = Math.max(FIRST_BLOCK_BYTES, 2 * this.#block.length);
    this.#block = new Uint8Array(Math.min(next, MAX_BLOCK_BYTES));
    this.#filled = 0;
  }
}
