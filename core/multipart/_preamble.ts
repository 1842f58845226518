import { BLANK, CR, DASH, LF, TAB } from "./_ascii.ts";
import { AFTER_CR, AFTER_DELIMITER, BODY, PADDING } from "./_decoder_state.ts";
import { indexOf } from "./_index_of.ts";
import { MultipartSyntaxError } from "./multipart_syntax_error.ts";

/** What stands before a delimiter that begins its line. */
const NOTHING = "";
const TEXT = "text";
/** The bytes that tell it. */
const TELLING = 3;
/** How many bytes there are. */
const BYTES = 256;

/**
 * The text before a form's first delimiter, which is ignored, but for one thing: a complete delimiter line that does not
 * begin its line is an error. Whoever sent it meant a part to begin there, and the part must not be lost in silence.
 *
 * It is read after Knuth, Morris and Pratt, by a table: a boundary may hold its own beginning, and a sender may write
 * nothing but such.
 */
export class Preamble {
  /** `--` and the boundary. */
  readonly #delimiter: Uint8Array;
  readonly #steps: Uint8Array;
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
    this.#steps = stepsOf(delimiter);
    this.#last = new Uint8Array(delimiter.length + TELLING);
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
    const { length } = this.#delimiter;
    for (let at = from; at < chunk.length; ) {
      let end = chunk.length;
      if (this.#state !== BODY || this.#dashed !== undefined) {
        if (this.#state === PADDING && this.#matched === 0) at = skipBlanks(chunk, at);
        if (at === end) break;
        if (this.#completes(chunk[at])) return at;
        end = at + 1;
      } else if (this.#matched === 0) {
        at = indexOf(chunk, DASH, at);
        if (at === end) break;
      }
      at = this.#match(chunk, at, end);
      if (this.#matched === length) this.#beginLine(chunk, from, at - length);
    }
    const piece = chunk.subarray(Math.max(from, chunk.length - this.#last.length));
    this.#last.copyWithin(0, piece.length);
    this.#last.set(piece, this.#last.length - piece.length);
    this.#offset += chunk.length - from;
    return chunk.length;
  }

  /** Whether a byte completes the line of a delimiter, or shows that it is one. */
  #completes(byte = 0): boolean {
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

  /** Goes on to where a delimiter ends, or to where the bytes so far are no beginning of one. */
  #match(chunk: Uint8Array, start: number, end: number): number {
    const steps = this.#steps;
    const full = this.#delimiter.length;
    let matched = this.#matched;
    let at = start;
    do matched = steps[matched * BYTES + (chunk[at++] ?? 0)] ?? 0;
    while (at < end && matched > 0 && matched < full);
    this.#matched = matched;
    return at;
  }

  #beginLine(chunk: Uint8Array, from: number, start: number): void {
    const last = this.#last;
    const byteAt = (at: number) => (at < from ? last[last.length + at - from] : chunk[at]);
    this.#state = AFTER_DELIMITER;
    this.#start = this.#offset + start - from;
    this.#before = describe(byteAt(start - 3), byteAt(start - 2), byteAt(start - 1));
  }
}

function skipBlanks(chunk: Uint8Array, start: number): number {
  let at = start;
  while (chunk[at] === BLANK || chunk[at] === TAB) at++;
  return at;
}

/** What three bytes are that stand directly before a delimiter. */
function describe(first = 0, second = 0, third = 0): string {
  if (third === LF) return second === CR ? NOTHING : "a line feed alone";
  if (third === CR) return "a carriage return alone";
  if (third === BLANK || third === TAB) return "blanks";
  return first === 0xef && second === 0xbb && third === 0xbf ? "a byte order mark" : TEXT;
}

function isInPlace(before: string, start: number): true {
  if (before === NOTHING) return true;
  throw new MultipartSyntaxError(
    `Cannot read the form: ${before} stands before the delimiter line at byte ${start}; a delimiter begins the form or follows a CRLF`,
    start,
  );
}

/** For each number of bytes that match, and each byte that may come next, how many match then. */
function stepsOf(bytes: Uint8Array): Uint8Array {
  const steps = new Uint8Array((bytes.length + 1) * BYTES);
  // The longest shorter beginning with which the bytes so far end.
  let border = 0;
  for (let matched = 0; matched <= bytes.length; matched++) {
    steps.copyWithin(matched * BYTES, border * BYTES, (border + 1) * BYTES);
    const byte = bytes[matched] ?? 0;
    if (matched > 0) border = steps[border * BYTES + byte] ?? 0;
    if (matched < bytes.length) steps[matched * BYTES + byte] = matched + 1;
  }
  return steps;
}
