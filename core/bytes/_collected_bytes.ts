const NONE = new Uint8Array(0);

/** Bytes that are copied together from chunks. A single chunk is copied once and takes no more memory than it needs. */
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

  /** All bytes that were appended: a view, valid until the next call of `append`. */
  bytes(): Uint8Array {
    return this.#size === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#size);
  }

  /** Drops all bytes and their memory. */
  clear(): void {
    this.#bytes = NONE;
    this.#size = 0;
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
 * Makes an array whose content is undefined. Small arrays are cut out of a larger one, as Node does for its buffers: allocating
 * 1 KiB takes about ten times as long as filling it. The array must not live long, since it keeps its neighbours' memory alive.
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
