const CR = 13;
/** From so many bytes on, a table of skips pays for itself. */
const LONG = 2048;
/** After so many CRs it is seen how far apart they are, */
const HOPS = 4;
/** and at this distance, for delimiters with long and with short skips, going from CR to CR is faster than skips. */
const FAR = 1024;
const FAR_IF_SHORT = 16;
const SHORT = 24;
/** For so many bytes skips are used before CRs are tried again. */
const AGAIN = 64 * 1024;
/** A skip by less is a poor one, */
const ENOUGH = 8;
/** and after so many in a row a CR is looked for. */
const PATIENCE = 4;
/** So far a loop is faster than a call of `indexOf`. */
const NEAR = 24;

/**
 * Finds a form's delimiter, CR LF `--` and the boundary. A CR stands at its start only, since none may be in a
 * boundary: so what matches a beginning of the delimiter holds no other beginning.
 */
export class Delimiter {
  /** Its length in bytes. */
  readonly length: number;
  /** With the two dashes that make it the closing one. */
  readonly #bytes: Uint8Array;

  #skips: Skips | undefined;
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
   * Finds the first place from `from` on at which the delimiter begins as far as the chunk goes: it may be cut off by
   * the end of the chunk. The chunk's length if there is none.
   */
  find(chunk: Uint8Array, from: number): number {
    const found =
      this.#searched < this.#skipUntil
        ? this.#findBySkips(chunk, from)
        : this.#findByCr(chunk, from, this.length < SHORT ? FAR_IF_SHORT : FAR);
    this.#searched += found - from;
    return found;
  }

  /** Goes from CR to CR; in long content only as long as these are at least `far` apart. */
  #findByCr(chunk: Uint8Array, from: number, far: number): number {
    let hops = 0;
    let rest = from;
    for (let at = from; ; ) {
      const start = findCr(chunk, at);
      if (start === chunk.length) return start;
      at = this.match(chunk, start, 0);
      if (at === chunk.length || at - start === this.length) return start;
      if (++hops < HOPS) continue;
      const searched = this.#searched + at - from;
      if (at - rest < far * HOPS && searched > LONG) {
        this.#skipUntil = searched + AGAIN;
        return this.#findBySkips(chunk, at);
      }
      hops = 0;
      rest = at;
    }
  }

  /**
   * The fast path for long content, after Boyer, Moore and Horspool: looks only at the byte where the delimiter would
   * end, and goes on by as much as that byte allows. Where that has been little several times it goes to the next CR,
   * so that no choice of boundary and content makes it slow.
   */
  #findBySkips(chunk: Uint8Array, from: number): number {
    this.#skips ??= new Skips(this.#bytes, this.length);
    const { skips, skipAtEnd } = this.#skips;
    const last = this.length - 1;
    const enough = Math.min(ENOUGH, last);
    let poor = 0;
    for (let probe = from + last; ; ) {
      if (probe >= chunk.length) return this.#findByCr(chunk, probe - last, 0);
      let skip = skips[chunk[probe] ?? 0] ?? 0;
      if (skip >= enough) {
        poor = 0;
        probe += skip;
        continue;
      }
      poor++;
      if (skip === 0) {
        const start = probe - last;
        skip = skipAtEnd;
        if (chunk[start] === CR) {
          const next = this.match(chunk, start, 0);
          if (next > probe) return start;
          skip = next - start;
          poor = PATIENCE;
        }
      }
      probe += skip;
      if (poor >= PATIENCE) {
        poor = 0;
        probe = findCr(chunk, probe - last) + last;
      }
    }
  }
}

/** The next CR, or the length of the chunk. */
function findCr(chunk: Uint8Array, from: number): number {
  const near = Math.min(chunk.length, from + NEAR);
  for (let at = from; at < near; at++) if (chunk[at] === CR) return at;
  const found = near === chunk.length ? -1 : chunk.indexOf(CR, near);
  return found < 0 ? chunk.length : found;
}

/** How far the end of the delimiter is on at least, by the byte that stands where it could be. */
class Skips {
  /** For each byte; 0 for the delimiter's last one. */
  readonly skips: Uint8Array;
  /** For the delimiter's last byte, when the delimiter does not end there. */
  readonly skipAtEnd: number;

  constructor(delimiter: Uint8Array, length: number) {
    const last = length - 1;
    this.skips = new Uint8Array(256).fill(length);
    for (let i = 0; i < last; i++) this.skips[delimiter[i] ?? 0] = last - i;
    const end = delimiter[last] ?? 0;
    this.skipAtEnd = this.skips[end] ?? 0;
    this.skips[end] = 0;
  }
}
