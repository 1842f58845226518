/** The hash of two bytes tells all pairs of ASCII apart, and therefore all that can be in a delimiter. */
export const HASH_SHIFT = 7;
export const HASH_MASK: number = 2 ** 14 - 1;

/** The pairs of neighbouring bytes that a delimiter consists of. A pair that is none may have the hash of one. */
export class DelimiterPairs {
  /** By the hash of a pair, how far behind the pair's first byte the delimiter's last one is; 0 if it has no such pair. */
  readonly tails: Uint8Array = new Uint8Array(HASH_MASK + 1);
  /**
   * By the hash of a pair of the delimiter, how far on the next sample is. If the delimiter has it once, a stretch; else a
   * delimiter that has it earlier may end there, too.
   */
  readonly skips: Uint8Array = new Uint8Array(HASH_MASK + 1);

  constructor(delimiter: Uint8Array) {
    for (let at = 1; at < delimiter.length; at++) {
      const hash = hashOf(delimiter[at - 1], delimiter[at]);
      const earlier = this.tails[hash] ?? 0;
      this.skips[hash] = earlier === 0 ? delimiter.length - 1 : earlier - 1;
      this.tails[hash] = delimiter.length - at;
    }
  }
}

function hashOf(first = 0, second = 0): number {
  return ((first << HASH_SHIFT) ^ second) & HASH_MASK;
}
