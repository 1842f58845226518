const NOTHING = new Uint8Array(0);

/** Bytes collected from pieces of chunks. */
export class GrowingBytes {
  #memory: Uint8Array = NOTHING;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The bytes so far. Valid until the next call. */
  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#length);
  }

  /** Copies the bytes of `chunk` from `start` on, at most `max`. */
  append(chunk: Uint8Array, start: number, max: number): void {
    const piece = chunk.subarray(start, start + max);
    const length = this.#length + piece.length;
    if (length > this.#memory.length) {
      const grown = new Uint8Array(Math.max(length, this.#memory.length * 2));
      grown.set(this.bytes);
      this.#memory = grown;
    }
    this.#memory.set(piece, this.#length);
    this.#length = length;
  }

  clear(): void {
    this.#length = 0;
  }
}
