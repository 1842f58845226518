/** The tail of a pair that the delimiter has at several places. A delimiter has 74 bytes at most. */
export const REPEATED = 255;

/** The hash of two bytes tells all pairs of ASCII apart, and therefore all that can be in a delimiter. */
export const HASH_SHIFT = 7;
export const HASH_MASK: number = 2 ** 14 - 1;

/** The pairs of neighbouring bytes that a delimiter consists of. */
export class DelimiterPairs {
  /** By the hash of a pair, how far behind the pair's first byte the delimiter's last one is; 0 if it has no such pair. */
  readonly tails: Uint8Array = new Uint8Array(HASH_MASK + 1);

  constructor(delimiter: Uint8Array) {
    for (let at = 1; at < delimiter.length; at++) {
      const hash = hashOf(delimiter[at - 1], delimiter[at]);
      this.tails[hash] = this.tails[hash] === 0 ? delimiter.length - at : REPEATED;
    }
  }

  /** Of a pair that may be none of the delimiter's but has the hash of one, it is that one's. */
  tailOf(first: number | undefined, second: number | undefined): number {
    return this.tails[hashOf(first, second)] ?? 0;
  }
}

function hashOf(first = 0, second = 0): number {
  return ((first << HASH_SHIFT) ^ second) & HASH_MASK;
}
