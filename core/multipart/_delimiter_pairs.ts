/** The hash of two bytes tells all pairs of ASCII apart, and therefore all that can be in a delimiter. */
export const HASH_SHIFT = 7;
export const HASH_MASK: number = 2 ** 14 - 1;

/** Marks the tail of a pair that the delimiter has at several places. A delimiter has 74 bytes at most. */
export const REPEATED = 128;

/** The pairs of neighbouring bytes that a delimiter consists of. A pair that is none may have the hash of one. */
export class DelimiterPairs {
  /**
   * By the hash of a pair, how far behind the pair's first byte the delimiter's last one is; 0 if it has no such pair. Of a
   * repeated pair the last counts.
   */
  readonly tails: Uint8Array = new Uint8Array(HASH_MASK + 1);
  /**
   * By the hash of a pair, how far on the next sample is: a stretch, unless the pair is repeated; else where a delimiter
   * ends that has it one time earlier.
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
