import { BLANK, CR, DASH, LF, TAB } from "./_ascii.ts";
import { AFTER_CR, AFTER_DELIMITER, BODY, PADDING } from "./_decoder_state.ts";
import { indexOf } from "./_index_of.ts";
import { MultipartSyntaxError } from "./multipart_syntax_error.ts";

/** What stands before a delimiter that begins its line. */
const NOTHING = "";
const TEXT = "text";
const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];

/**
 * The text before a form's first delimiter, which is ignored, but for one thing: a complete delimiter line that does not
 * begin its line is an error. Whoever sent it meant a part to begin there, and the part must not be lost in silence.
 *
 * It is read byte by byte, after Knuth, Morris and Pratt: a boundary may hold its own beginning.
 */
export class Preamble {
  /** `--` and the boundary. */
  readonly #delimiter: Uint8Array;
  /** For each length of a beginning of the delimiter, that of the longest shorter one with which it ends. */
  readonly #borders: Uint8Array;
  /** The bytes before those that are being read: as many as a delimiter and what stands before it may take. */
  readonly #last: Uint8Array;
  #offset = 0;
  /** How much of a delimiter the last bytes are. */
  #matched = 0;
  /** How far the line is that began with a delimiter. */
  #state: number = BODY;
  /** What stands before that delimiter, and where it begins. */
  #before: string = NOTHING;
  #start = 0;
  /** The same of a delimiter that one dash followed: with another it is the closing one. */
  #dashed: { readonly before: string; readonly start: number } | undefined;

  constructor(boundary: string) {
    const delimiter = Uint8Array.from(`--${boundary}`, (character) => character.charCodeAt(0));
    this.#delimiter = delimiter;
    this.#borders = bordersOf(delimiter);
    this.#last = new Uint8Array(delimiter.length + BYTE_ORDER_MARK.length);
    // A line end is taken to stand before the form.
    this.#last.set([CR, LF], this.#last.length - 2);
  }

  /** Whether the bytes so far end in a delimiter line that is not complete. */
  get isCutOff(): boolean {
    return this.#dashed?.before === NOTHING || (this.#state !== BODY && this.#before === NOTHING);
  }

  /**
   * Reads on.
   *
   * @returns The place of the byte that tells that a delimiter's line does not go on: the second dash of the closing
   * one, or the first byte behind another. The chunk's length if there is none.
   * @throws {MultipartSyntaxError} If a delimiter line does not begin its line.
   */
  read(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      if (this.#matched === 0 && this.#state === BODY && this.#dashed === undefined) {
        at = indexOf(chunk, DASH, at);
        if (at === chunk.length) break;
      }
      const byte = chunk[at] ?? 0;
      if (this.#completes(byte)) return at;
      if (this.#matches(byte)) this.#beginLine(chunk, from, at + 1 - this.#delimiter.length);
    }
    const piece = chunk.subarray(Math.max(from, chunk.length - this.#last.length));
    this.#last.copyWithin(0, piece.length);
    this.#last.set(piece, this.#last.length - piece.length);
    this.#offset += chunk.length - from;
    return chunk.length;
  }

  /** Whether a byte completes the line of a delimiter, or shows that it is one. */
  #completes(byte: number): boolean {
    const dashed = this.#dashed;
    const state = this.#state;
    this.#dashed = undefined;
    this.#state = BODY;
    if (byte === DASH) {
      if (dashed !== undefined) return isInPlace(dashed.before, dashed.start);
      if (state === AFTER_DELIMITER) this.#dashed = { before: this.#before, start: this.#start };
      return false;
    }
    const isBlank = byte === BLANK || byte === TAB;
    if (state === BODY || !(isBlank || byte === CR || byte === LF)) return false;
    if (this.#before === NOTHING) return true;
    // Where no text stands before it, a line that ends with a line feed alone was meant to be one, too.
    if (byte === LF && (state === AFTER_CR || this.#before !== TEXT)) {
      return isInPlace(this.#before, this.#start);
    }
    if (state !== AFTER_CR && byte !== LF) this.#state = isBlank ? PADDING : AFTER_CR;
    return false;
  }

  /** Whether the delimiter ends with this byte. */
  #matches(byte: number): boolean {
    const delimiter = this.#delimiter;
    let matched = this.#matched;
    while (matched > 0 && delimiter[matched] !== byte) matched = this.#borders[matched] ?? 0;
    if (delimiter[matched] === byte) matched++;
    this.#matched = matched;
    return matched === delimiter.length;
  }

  #beginLine(chunk: Uint8Array, from: number, start: number): void {
    const last = this.#last;
    const byteAt = (at: number) => (at < from ? last[last.length + at - from] : chunk[at]);
    this.#state = AFTER_DELIMITER;
    this.#start = this.#offset + start - from;
    this.#before = whatEnds(start, byteAt);
  }
}

/** What stands directly before `end`. */
function whatEnds(end: number, byteAt: (at: number) => number | undefined): string {
  switch (byteAt(end - 1)) {
    case LF:
      return byteAt(end - 2) === CR ? NOTHING : "a line feed alone";
    case CR:
      return "a carriage return alone";
    case BLANK:
    case TAB:
      return "blanks";
    default: {
      const start = end - BYTE_ORDER_MARK.length;
      const isMark = BYTE_ORDER_MARK.every((byte, at) => byteAt(start + at) === byte);
      return isMark ? "a byte order mark" : TEXT;
    }
  }
}

function isInPlace(before: string, start: number): true {
  if (before === NOTHING) return true;
  throw new MultipartSyntaxError(
    `Cannot read the form: ${before} stands before the delimiter line at byte ${start}; a delimiter begins the form or follows a CRLF`,
    start,
  );
}

function bordersOf(bytes: Uint8Array): Uint8Array {
  const borders = new Uint8Array(bytes.length + 1);
  let border = 0;
  for (let at = 1; at < bytes.length; at++) {
    while (border > 0 && bytes[at] !== bytes[border]) border = borders[border] ?? 0;
    if (bytes[at] === bytes[border]) border++;
    borders[at + 1] = border;
  }
  return borders;
}
