const NONE = new Uint8Array(0);

/** Bytes copied together. What comes in one piece is copied once, and takes no more room than it needs. */
export class CollectedBytes {
  #bytes: Uint8Array = NONE;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  append(chunk: Uint8Array): void {
    const size = this.#size + chunk.length;
    if (size > this.#bytes.length) this.#grow(Math.max(size, 2 * this.#bytes.length));
    this.#bytes.set(chunk, this.#size);
    this.#size = size;
  }

  /** All that was appended: a view, good until more is. */
  bytes(): Uint8Array {
    return this.#size === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#size);
  }

  #grow(length: number): void {
    const larger = allocate(length);
    larger.set(this.bytes());
    this.#bytes = larger;
  }
}

const SLAB_BYTES = 65_536;
let slab = NONE;
let used = 0;

/**
 * An array of any content. Small ones are cut out of larger ones, as Node does for its buffers: to make a memory of its own for
 * 1 KiB takes some ten times as long as to fill it. It must not live long, since it keeps the memory of the others alive.
 */
function allocate(length: number): Uint8Array {
  if (length > SLAB_BYTES / 8) return new Uint8Array(length);
  if (used + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  const start = used;
  used += length;
  return slab.subarray(start, used);
}
