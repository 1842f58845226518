/**
 * A map that keeps what was used last: at least the last `least` entries, at most twice as many. It is two maps. When the younger
 * one is full, it takes the place of the older one, whose entries go all at once.
 *
 * One map whose oldest entry is deleted for each new one is slow: a Map keeps the places of deleted entries for a while, and finds
 * its first entry behind thousands of them.
 */
export class RecentMap<K, V extends NonNullable<unknown>> {
  readonly #least: number;
  #younger = new Map<K, V>();
  #older = new Map<K, V>();

  /** @param least The number of entries that are kept for certain. */
  constructor(least: number) {
    this.#least = least;
  }

  /** Returns the value of a key, which counts as used then; `undefined` if it is not kept. */
  get(key: K): V | undefined {
    const young = this.#younger.get(key);
    if (young !== undefined) return young;
    const old = this.#older.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** Sets the value of a key. */
  set(key: K, value: V): void {
    if (this.#younger.size >= this.#least) {
      this.#older = this.#younger;
      this.#younger = new Map();
    }
    this.#younger.set(key, value);
  }

  /** Forgets a key. */
  delete(key: K): void {
    this.#younger.delete(key);
    this.#older.delete(key);
  }
}
