/**
 * Numbers that are never used twice in a store: of changes, which are their versions, too, and of content files. Each opening begins at
 * the clock's microseconds. So a store that was restored from a copy does not use again what it used after the copy was made.
 */
export class Sequence {
  #next = Date.now() * 1_000 + Math.floor(Math.random() * 1_000);

  /** Returns the next number. */
  next(): number {
    return this.#next++;
  }

  /** Leaves out all numbers up to this one. */
  passOver(used: number): void {
    if (used >= this.#next) this.#next = used + 1;
  }
}
