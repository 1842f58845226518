import { CR } from "./_ascii.ts";
import { DelimiterPairs, HASH_MASK, HASH_SHIFT, hashOf, REPEATED } from "./_delimiter_pairs.ts";
import { indexOf } from "./_index_of.ts";
import { AGAIN, FAR, HOPS, SAMPLES_PER_HOP, SHORT } from "./_search_costs.ts";

/**
 * Finds a form's delimiter, CR LF `--` and the boundary. A CR stands at its start only, since none may be in a
 * boundary: so what matches a beginning of the delimiter holds no other beginning.
 *
 * How it searches is told with `MultipartDecoder`.
 */
export class Delimiter {
  /** Its length in bytes. */
  readonly length: number;
  /** With the two dashes that make it the closing one. */
  readonly #bytes: Uint8Array;

  /** The place in the delimiter of the byte that is hopped to: the first one, or the rarest. */
  #place = 0;
  #hops = 0;
  /** How many bytes were searched before these hops. */
  #beforeHops = 0;
  /** How many bytes were searched in all. */
  #searched = 0;
  /** How many bytes must have been searched before hops are tried again. */
  #sampleUntil = 0;
  #pairs: DelimiterPairs | undefined;
  /** The place in the delimiter at which the last false start was wrong: the next one most often is so, too. */
  #telling = 0;

  constructor(boundary: string) {
    this.length = boundary.length + 4;
    const text = `\r\n--${boundary}--`;
    this.#bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[i] = text.charCodeAt(i);
  }

  /** The bytes of the delimiter and of the two dashes that close it, up to `end`, in memory of their own. */
  bytes(end: number, start = 0): Uint8Array {
    return this.#bytes.slice(start, end);
  }

  /**
   * Goes on with a delimiter of which the first `matched` bytes came before `chunk[at]`.
   *
   * @returns Where it is complete, or does not go on, or where the chunk ends.
   */
  match(chunk: Uint8Array, at: number, matched: number): number {
    const bytes = this.#bytes;
    const end = Math.min(chunk.length, at + this.length - matched);
    let i = at;
    while (i < end && chunk[i] === bytes[matched + i - at]) i++;
    return i;
  }

  /**
   * Finds the first place from `from` on at which the delimiter begins as far as the chunk goes: it may be cut off by
   * the end of the chunk. The chunk's length if there is none.
   */
  find(chunk: Uint8Array, from: number): number {
    const found =
      this.#searched < this.#sampleUntil
        ? this.#findBySamples(chunk, from)
        : this.#findByHops(chunk, from);
    this.#searched += found - from;
    return found;
  }

  #findByHops(chunk: Uint8Array, from: number): number {
    const last = this.length - 1;
    for (let start = from; ; start++) {
      const place = this.#place;
      const found = indexOf(chunk, this.#bytes[place] ?? CR, start + place);
      if (found === chunk.length) return this.#findAtEnd(chunk, Math.max(start, found - place));
      start = found - place;
      if (this.#begins(chunk, start)) return start;
      if (++this.#hops < HOPS) continue;
      const searched = this.#searched + start - from;
      const distance = searched - this.#beforeHops;
      this.#hops = 0;
      this.#beforeHops = searched;
      if (searched < SHORT || distance >= HOPS * SAMPLES_PER_HOP * last) continue;
      this.#place = place === 0 ? this.#rarest(chunk, start) : 0;
      if (this.#place > 0) continue;
      this.#sampleUntil = searched + AGAIN;
      return this.#findBySamples(chunk, start + 1);
    }
  }

  /**
   * The fast path: of each stretch that is one byte shorter than the delimiter it looks at the last two bytes alone. They
   * are a pair of the delimiter's if one begins in the stretch. Unlike a search after Boyer and Moore, where it looks
   * next does not depend on what it saw, so a processor looks at several stretches at a time: of random content 18.8 GB
   * a second go by in `npm run bench`, against 11.7 with `Buffer.indexOf` and 12.2 with Horspool's skips, which were here before.
   * A pair that the delimiter has once tells where one would begin: false starts are passed over in the same loop, at the
   * byte that was wrong in the last one.
   */
  #findBySamples(chunk: Uint8Array, from: number): number {
    this.#pairs ??= new DelimiterPairs(this.#bytes.subarray(0, this.length));
    const { tails, skips } = this.#pairs;
    const stretch = this.length - 1;
    const end = chunk.length - 1;
    // Before it, all of a delimiter that a sample may be of is in the chunk.
    const safe = end - stretch;
    let at = from + stretch - 1;
    while (at < end) {
      const shift = this.#telling - stretch;
      const byte = this.#bytes[this.#telling];
      for (; at < safe; at += stretch) {
        // As `hashOf` has it, but for the call, which made this a sixth slower.
        const hash = (((chunk[at] ?? 0) << HASH_SHIFT) ^ (chunk[at + 1] ?? 0)) & HASH_MASK;
        const tail = tails[hash] ?? 0;
        if (tail === 0) continue;
        if (tail < REPEATED) {
          if (chunk[at + tail + shift] === byte) break;
        } else {
          const skip = skips[hash] ?? 0;
          if (skip < FAR || chunk[at + tail - REPEATED + shift] === byte) break;
          at += skip - stretch;
        }
      }
      const hash = hashOf(chunk[at], chunk[at + 1]);
      const tail = tails[hash] ?? 0;
      const skip = skips[hash] ?? 0;
      if (tail === 0) {
        at += stretch;
        continue;
      }
      // Where skips are short, the next CR is further away, as one begins the delimiter.
      const start =
        skip < FAR ? indexOf(chunk, CR, at - stretch + 1) : at + (tail & ~REPEATED) - stretch;
      if (start > end || this.#begins(chunk, start)) return start;
      at = skip < FAR ? start + stretch : at + skip;
    }
    return this.#findAtEnd(chunk, at - stretch + 1);
  }

  /** The place in the delimiter of the byte that is the rarest in what comes next, of equal ones the last. */
  #rarest(chunk: Uint8Array, from: number): number {
    const counts = new Uint16Array(256);
    const end = Math.min(chunk.length, from + SHORT);
    for (let at = from; at < end; at++) {
      const byte = chunk[at] ?? 0;
      counts[byte] = (counts[byte] ?? 0) + 1;
    }
    const countAt = (place: number) => counts[this.#bytes[place] ?? 0] ?? 0;
    let rarest = this.length - 1;
    for (let place = rarest; place > 0; place--) {
      if (countAt(place) < countAt(rarest)) rarest = place;
    }
    return rarest;
  }

  /** Finds the delimiter where there is no room for all of it. */
  #findAtEnd(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      if (chunk[at] === CR && this.#begins(chunk, at)) return at;
    }
    return chunk.length;
  }

  /** Whether the delimiter begins at `start` as far as the chunk goes. It looks first where the last false start ended. */
  #begins(chunk: Uint8Array, start: number): boolean {
    const telling = this.#telling;
    const place = start + telling;
    if (chunk[start] !== CR || (place < chunk.length && chunk[place] !== this.#bytes[telling])) {
      return false;
    }
    const next = this.match(chunk, start, 0);
    if (next === chunk.length || next - start === this.length) return true;
    this.#telling = next - start;
    return false;
  }
}
