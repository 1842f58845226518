const CR = 13;

/**
 * Finds a form's delimiter, CR LF `--` and the boundary. A CR stands at its start only, since none may be in a boundary: so
 * what matches a beginning of the delimiter holds no other beginning.
 */
export class Delimiter {
  /** Its length in bytes. */
  readonly length: number;
  /** With the two dashes that make it the closing one. */
  readonly #text: string;

  constructor(boundary: string) {
    this.#text = `\r\n--${boundary}--`;
    this.length = boundary.length + 4;
  }

  /** Bytes `start` to `end` of the delimiter and the dashes, in memory of their own. */
  bytes(start: number, end: number): Uint8Array {
    const bytes = new Uint8Array(end - start);
    for (let i = start; i < end; i++) bytes[i - start] = this.#text.charCodeAt(i);
    return bytes;
  }

  /**
   * Goes on with a delimiter of which the first `matched` bytes came before `chunk[at]`.
   *
   * @returns Where it is complete, or does not go on, or where the chunk ends.
   */
  match(chunk: Uint8Array, at: number, matched: number): number {
    const text = this.#text;
    const end = Math.min(chunk.length, at + this.length - matched);
    let i = at;
    while (i < end && chunk[i] === text.charCodeAt(matched + i - at)) i++;
    return i;
  }

  /**
   * Finds the first place from `from` on at which the delimiter begins as far as the chunk goes: it may be cut off by the end
   * of the chunk. The chunk's length if there is none.
   */
  find(chunk: Uint8Array, from: number): number {
    for (let at = from; ; ) {
      const start = chunk.indexOf(CR, at);
      if (start < 0) return chunk.length;
      at = this.match(chunk, start, 0);
      if (at === chunk.length || at - start === this.length) return start;
      if (at === start) at++;
    }
  }
}
