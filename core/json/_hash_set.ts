/** Up to so many, a search in order is fastest. */
const FEW = 8;
const NONE = new Float64Array(0);

/**
 * A hash of 53 bits: among a million texts two of one hash are met once in ten thousand times, unless they are made for it.
 *
 * @param text The text.
 * @param seed Any whole number of 32 bits. Who does not know it cannot choose texts that crowd in one place of a set.
 */
export function hash(text: string, seed: number): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (b & 2_097_151) + (a >>> 0);
}

/** A set of hashes, in at most 64 bytes each. */
export class HashSet {
  readonly #few: number[] = [];
  /** With open addressing, at most half full, its length a power of two; 0 is a free place. */
  #table = NONE;
  #size = 0;

  /** Adds a hash; false if it was there. */
  add(value: number): boolean {
    const hashed = value === 0 ? 1 : value;
    if (this.#table.length === 0) {
      if (this.#few.includes(hashed)) return false;
      if (this.#few.push(hashed) > FEW) this.#grow(this.#few, 4 * FEW);
      return true;
    }
    if (!insert(this.#table, hashed)) return false;
    if (2 * ++this.#size > this.#table.length) this.#grow(this.#table, 4 * this.#table.length);
    return true;
  }

  #grow(values: ArrayLike<number>, length: number): void {
    this.#table = new Float64Array(length);
    this.#size = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? 0;
      if (value !== 0 && insert(this.#table, value)) this.#size++;
    }
  }
}

function insert(table: Float64Array, value: number): boolean {
  const mask = table.length - 1;
  for (let i = (value >>> 0) & mask; ; i = (i + 1) & mask) {
    if (table[i] === value) return false;
    if (table[i] !== 0) continue;
    table[i] = value;
    return true;
  }
}
