/** What holds bytes, and can give them up. */
export interface ByteHolder {
  giveUp(): void;
}

/** Bounds the bytes that many holders have together: those that began first give up theirs first. */
export class ByteBudget {
  readonly #maxBytes: number;
  /** The bytes of each holder, the oldest first. */
  readonly #holders = new Map<ByteHolder, number>();
  #total = 0;

  /** @param maxBytes The largest number of bytes of all holders. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Number of bytes that are held. */
  get total(): number {
    return this.#total;
  }

  /** Counts further bytes of a holder. It may have to give up these, too. */
  add(holder: ByteHolder, bytes: number): void {
    this.#holders.set(holder, (this.#holders.get(holder) ?? 0) + bytes);
    this.#total += bytes;
    if (this.#total <= this.#maxBytes) return;
    for (const oldest of this.#holders.keys()) {
      this.remove(oldest);
      oldest.giveUp();
      if (this.#total <= this.#maxBytes) return;
    }
  }

  /** Counts the bytes of a holder no more. */
  remove(holder: ByteHolder): void {
    this.#total -= this.#holders.get(holder) ?? 0;
    this.#holders.delete(holder);
  }
}
