import { CR } from "./_ascii.ts";
import { DelimiterPairs, HASH_MASK, HASH_SHIFT, hashOf, REPEATED } from "./_delimiter_pairs.ts";
import { indexOf } from "./_index_of.ts";
import { AGAIN, FAR, HOPS, SAMPLES_PER_HOP, SHORT } from "./_search_costs.ts";

/**
 * Finds a form's delimiter: CR LF `--` and the boundary. A boundary has no CR, so the delimiter has one only at its start. That
 * is why a piece of content that matches the beginning of the delimiter cannot hold another beginning.
 *
 * The doc comment of `MultipartDecoder` explains the search.
 */
export class Delimiter {
  /** Length in bytes. */
  readonly length: number;
  /** The delimiter, and the two dashes that close the form if they follow it. */
  readonly #bytes: Uint8Array;

  /** Index in the delimiter of the byte that hops look for: the first byte, or the rarest. */
  #place = 0;
  /** Number of hops since they were last measured. */
  #hops = 0;
  /** Number of bytes that were searched before these hops. */
  #beforeHops = 0;
  /** Number of bytes that were searched in all. */
  #searched = 0;
  /** Once this many bytes were searched, hops are tried again. */
  #sampleUntil = 0;
  #pairs: DelimiterPairs | undefined;
  /** Index in the delimiter of the byte at which the last false start failed. Most often the next one fails there, too. */
  #mismatch = 0;

  constructor(boundary: string) {
    this.length = boundary.length + 4;
    const text = `\r\n--${boundary}--`;
    this.#bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[i] = text.charCodeAt(i);
  }

  /** Copies the bytes from `start` to `end` of the delimiter and the two dashes that close the form. */
  bytes(end: number, start = 0): Uint8Array {
    return this.#bytes.slice(start, end);
  }

  /**
   * Matches the rest of a delimiter whose first `matched` bytes came before `chunk[at]`.
   *
   * @returns Index behind the last byte that matches: the delimiter is complete there, or it fails, or the chunk ends.
   */
  match(chunk: Uint8Array, at: number, matched: number): number {
    const bytes = this.#bytes;
    const end = Math.min(chunk.length, at + this.length - matched);
    let i = at;
    while (i < end && chunk[i] === bytes[matched + i - at]) i++;
    return i;
  }

  /**
   * Finds the first delimiter from `from` on. The end of the chunk may cut it.
   *
   * @returns Index of its first byte; the length of the chunk if there is no delimiter.
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
   * The fast path. It cuts the content into stretches that are one byte shorter than the delimiter, and looks only at the last two
   * bytes of each. If a delimiter begins in the stretch, these two bytes are a pair of neighbours in the delimiter. The places it
   * looks at do not depend on what it finds there, unlike in a search by Boyer and Moore, so a processor works on several
   * stretches at a time: in `npm run bench` it searches 18.8 GB of random content a second; `Buffer.indexOf` searches 11.7, and
   * Horspool's algorithm 12.2. If the delimiter has the pair only once, the pair tells where the delimiter would begin. So the
   * same loop can rule out most false starts, by the byte at which the last one failed.
   */
  #findBySamples(chunk: Uint8Array, from: number): number {
    this.#pairs ??= new DelimiterPairs(this.#bytes.subarray(0, this.length));
    const { tails, skips } = this.#pairs;
    const stretch = this.length - 1;
    const end = chunk.length - 1;
    // Before this index, a delimiter that holds the sample lies in the chunk whole.
    const safe = end - stretch;
    let at = from + stretch - 1;
    while (at < end) {
      const shift = this.#mismatch - stretch;
      const byte = this.#bytes[this.#mismatch];
      for (; at < safe; at += stretch) {
        // The same as `hashOf`. Calling it made this loop a sixth slower.
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
      // A delimiter begins with a CR. Where skips are short, the next CR is further away than the next sample.
      const start =
        skip < FAR ? indexOf(chunk, CR, at - stretch + 1) : at + (tail & ~REPEATED) - stretch;
      if (start > end || this.#begins(chunk, start)) return start;
      at = skip < FAR ? start + stretch : at + skip;
    }
    return this.#findAtEnd(chunk, at - stretch + 1);
  }

  /** Index in the delimiter of its byte that is the rarest in the content from `from` on; of equally rare ones, the last. */
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

  /** Finds a delimiter that the end of the chunk cuts. */
  #findAtEnd(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      if (chunk[at] === CR && this.#begins(chunk, at)) return at;
    }
    return chunk.length;
  }

  /** Whether a delimiter begins at `start`; the end of the chunk may cut it. It looks first where the last false start failed. */
  #begins(chunk: Uint8Array, start: number): boolean {
    const mismatch = this.#mismatch;
    const place = start + mismatch;
    if (chunk[start] !== CR || (place < chunk.length && chunk[place] !== this.#bytes[mismatch])) {
      return false;
    }
    const next = this.match(chunk, start, 0);
    if (next === chunk.length || next - start === this.length) return true;
    this.#mismatch = next - start;
    return false;
  }
}
