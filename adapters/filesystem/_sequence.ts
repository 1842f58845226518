/**
 * Gives numbers that are never used twice in a store. Each call and each content file has one; that of a call is the version of the
 * variables that it puts. Each opening begins with the clock's microseconds. So a store that was restored from a copy does not use
 * the numbers again that it used after the copy was made.
 */
export class Sequence {
  #next = Date.now() * 1_000 + Math.floor(Math.random() * 1_000);

  /** Returns the next number. */
  next(): number {
    return this.#next++;
  }

  /** Makes all further numbers larger than this one, which was used before. */
  passOver(used: number): void {
    if (used >= this.#next) this.#next = used + 1;
  }
}
