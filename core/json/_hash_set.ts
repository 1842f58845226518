/** Up to this many hashes, a linear search is fastest. */
const FEW = 8;
const NONE = new Float64Array(0);

/**
 * Computes a hash of 53 bits. Among a million texts that nobody chose for it, two have the same hash with a probability of one in
 * ten thousand.
 *
 * @param text The text.
 * @param seed Any whole number of 32 bits. A sender who does not know it cannot choose texts that collide in a set.
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

/** A set of hashes. It takes at most 64 bytes for each. */
export class HashSet {
  readonly #few: number[] = [];
  /** A hash table with open addressing, at most half full. Its length is a power of two; 0 marks a free place. */
  #table = NONE;
  #size = 0;

  /** Adds a hash. Returns false if the set has it already. */
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
