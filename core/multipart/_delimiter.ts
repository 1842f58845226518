const CR = 13;
/** From so many bytes on, a table of skips pays for itself. */
const LONG = 2048;
/** Over such a distance `indexOf` is faster than skips. */
const FAR = 1024;
/** For so many bytes skips are used before CRs are tried again. */
const AGAIN = 32 * 1024;
/** A skip by less is no faster than going to the next CR. */
const ENOUGH = 8;
/** A shorter delimiter has no skips that are faster than going to the next CR. */
const SHORT = 24;
/** So far a loop is faster than a call of `indexOf`. */
const NEAR = 16;

/**
 * Finds a form's delimiter, CR LF `--` and the boundary. A CR stands at its start only, since none may be in a boundary: so
 * what matches a beginning of the delimiter holds no other beginning.
 */
export class Delimiter {
  /** Its length in bytes. */
  readonly length: number;
  /** With the two dashes that make it the closing one. */
  readonly #bytes: Uint8Array;

  #skips: Uint8Array | undefined;
  /** How many bytes were searched. */
  #searched = 0;
  /** Until how many bytes are searched, skips are faster. */
  #skipUntil = 0;

  constructor(boundary: string) {
    this.length = boundary.length + 4;
    const text = `\r\n--${boundary}--`;
    this.#bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) this.#bytes[i] = text.charCodeAt(i);
  }

  /** The first bytes of the delimiter and of the two dashes that close it, in memory of their own. */
  bytes(length: number): Uint8Array {
    return this.#bytes.slice(0, length);
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
   * Finds the first place from `from` on at which the delimiter begins as far as the chunk goes: it may be cut off by the end
   * of the chunk. The chunk's length if there is none.
   */
  find(chunk: Uint8Array, from: number): number {
    const found =
      this.length < SHORT || this.#searched < this.#skipUntil
        ? this.#findBySkips(chunk, from)
        : this.#findByCr(chunk, from, FAR);
    this.#searched += found - from;
    return found;
  }

  /** Goes from CR to CR; in long content only as long as these are at least `far` apart. */
  #findByCr(chunk: Uint8Array, from: number, far: number): number {
    for (let at = from; ; ) {
      const start = findCr(chunk, at);
      if (start === chunk.length) return start;
      const next = this.match(chunk, start, 0);
      if (next === chunk.length || next - start === this.length) return start;
      const searched = this.#searched + next - from;
      if (next - at < far && searched > LONG) {
        this.#skipUntil = searched + AGAIN;
        return this.#findBySkips(chunk, next);
      }
      at = next;
    }
  }

  /**
   * The fast path for long content, after Boyer, Moore and Horspool: looks only at the byte where the delimiter would end, and goes
   * on by as much as that byte allows. Where that is little it goes to the next CR first: this takes the time of one
   * `indexOf` whatever the content is, so that no choice of boundary and content makes it slow.
   */
  #findBySkips(chunk: Uint8Array, from: number): number {
    this.#skips ??= createSkips(this.#bytes, this.length);
    const skips = this.#skips;
    const last = this.length - 1;
    const enough = this.length < SHORT ? 256 : ENOUGH;
    let probe = from + last;
    while (probe < chunk.length) {
      let skip = skips[chunk[probe] ?? 0] ?? 0;
      if (skip < enough) {
        const start = findCr(chunk, probe - last);
        probe = start + last;
        if (probe >= chunk.length) break;
        skip = skips[chunk[probe] ?? 0] ?? 0;
        if (skip === 0) {
          const next = this.match(chunk, start, 0);
          if (next > probe) return start;
          skip = next - start;
        }
      }
      probe += skip;
    }
    return this.#findByCr(chunk, probe - last, 0);
  }
}

/** The next CR, or the length of the chunk. */
function findCr(chunk: Uint8Array, from: number): number {
  const near = Math.min(chunk.length, from + NEAR);
  for (let at = from; at < near; at++) if (chunk[at] === CR) return at;
  const found = near === chunk.length ? -1 : chunk.indexOf(CR, near);
  return found < 0 ? chunk.length : found;
}

/** How far the delimiter's end is on at least when a byte stands where it would be. */
function createSkips(delimiter: Uint8Array, length: number): Uint8Array {
  const skips = new Uint8Array(256).fill(length);
  for (let i = 0; i < length; i++) skips[delimiter[i] ?? 0] = length - 1 - i;
  return skips;
}
