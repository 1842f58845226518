/** The hash is different for all pairs of ASCII characters, and so for all pairs in a delimiter. */
export const HASH_SHIFT = 7;
export const HASH_MASK: number = 2 ** 14 - 1;

/** Flag in the tail of a pair that the delimiter has at several places. Lengths fit below it: a delimiter has at most 74 bytes. */
export const REPEATED = 128;

/** The pairs of neighbouring bytes in a delimiter. A pair of other bytes may have the same hash as one of them. */
export class DelimiterPairs {
  /**
   * For the hash of each pair, the distance from the pair's first byte to the delimiter's last byte; 0 if the delimiter does not
   * have the pair. If it has the pair several times, the last one counts.
   */
  readonly tails: Uint8Array = new Uint8Array(HASH_MASK + 1);
  /**
   * For the hash of each pair, the distance to the next sample. It is a whole stretch, unless the delimiter has the pair several
   * times. Then the next sample is the last two bytes of a delimiter that has the found pair as its last but one of these.
   */
  readonly skips: Uint8Array = new Uint8Array(HASH_MASK + 1);

  constructor(delimiter: Uint8Array) {
    this.skips.fill(delimiter.length - 1);
    for (let at = 1; at < delimiter.length; at++) {
      const hash = hashOf(delimiter[at - 1], delimiter[at]);
      const tail = delimiter.length - at;
      const earlier = (this.tails[hash] ?? 0) & ~REPEATED;
      this.tails[hash] = earlier === 0 ? tail : tail | REPEATED;
      if (earlier > 0) this.skips[hash] = earlier - 1;
    }
  }
}

/** The hash of a pair. */
export function hashOf(first = 0, second = 0): number {
  return ((first << HASH_SHIFT) ^ second) & HASH_MASK;
}
