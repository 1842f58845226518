import { CR, DASH, LF, SPACE, TAB } from "./_ascii.ts";
import { AFTER_CR, AFTER_DELIMITER, BODY, PADDING } from "./_decoder_state.ts";
import { indexOf } from "./_index_of.ts";
import { MultipartSyntaxError } from "./multipart_syntax_error.ts";

/** Stands for a line end before a delimiter, or for the start of the form: the delimiter begins its line. */
const NOTHING = "";
/** Stands for any other text before a delimiter. */
const TEXT = "text";
/** Number of bytes before a delimiter that tell what stands there. */
const BEFORE_BYTES = 3;
/** Number of different bytes. */
const BYTES = 256;

/**
 * The text before a form's first delimiter. It is ignored, with one exception: a complete delimiter line that does not begin its
 * line is an error. Its sender meant a part to begin there, and the part must not be lost silently.
 *
 * The search is that of Knuth, Morris and Pratt, with a table. A boundary may repeat its own beginning, and a sender may repeat
 * that beginning all the time; with this search the time stays linear.
 */
export class Preamble {
  /** `--` and the boundary. */
  readonly #delimiter: Uint8Array;
  readonly #steps: Uint8Array;
  /** The bytes before those that are being read: enough for a delimiter and the bytes that tell what stands before it. */
  readonly #last: Uint8Array;
  /** Number of bytes before those that are being read. */
  #offset = 0;
  /** Number of bytes of a delimiter that the last bytes match. */
  #matched = 0;
  /** Where in a delimiter line the last bytes are; `BODY` outside of one. */
  #state: number = BODY;
  /** The text before the delimiter of this line. */
  #before: string = NOTHING;
  /** Offset of this delimiter in the form. */
  #start = 0;
  /** A delimiter that was followed by one dash. A second dash makes it the closing delimiter. */
  #dashed: { readonly before: string; readonly start: number } | undefined;

  constructor(boundary: string) {
    const delimiter = Uint8Array.from(`--${boundary}`, (character) => character.charCodeAt(0));
    this.#delimiter = delimiter;
    this.#steps = stepsOf(delimiter);
    this.#last = new Uint8Array(delimiter.length + BEFORE_BYTES);
    // The start of the form counts as the start of a line.
    this.#last.set([CR, LF], this.#last.length - 2);
  }

  /** Whether the bytes so far end within a delimiter line that begins its line. */
  get isCutOff(): boolean {
    return this.#dashed?.before === NOTHING || (this.#state !== BODY && this.#before === NOTHING);
  }

  /**
   * Reads the bytes from `from` on, up to the first delimiter line.
   *
   * @returns Index of the second dash of a closing delimiter, or of the first byte behind any other delimiter; the chunk's length
   * if there is no delimiter line.
   * @throws {MultipartSyntaxError} If text stands before a delimiter line.
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

  /** Whether this byte shows that the current line is a delimiter line. */
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
    const isBlank = byte === SPACE || byte === TAB;
    if (state === BODY || !(isBlank || byte === CR || byte === LF)) return false;
    if (this.#before === NOTHING) return true;
    // Without text before it, a line that ends with a line feed alone was meant as a delimiter line, too.
    if (byte === LF && (state === AFTER_CR || this.#before !== TEXT)) {
      return isInPlace(this.#before, this.#start);
    }
    if (state !== AFTER_CR && byte !== LF) this.#state = isBlank ? PADDING : AFTER_CR;
    return false;
  }

  /** Reads up to the end of a delimiter, or up to bytes that cannot begin one. Returns the index behind them. */
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
  while (chunk[at] === SPACE || chunk[at] === TAB) at++;
  return at;
}

/** Names the text before a delimiter by its last three bytes. */
function describe(first = 0, second = 0, third = 0): string {
  if (third === LF) return second === CR ? NOTHING : "a line feed alone";
  if (third === CR) return "a carriage return alone";
  if (third === SPACE || third === TAB) return "blanks";
  return first === 0xef && second === 0xbb && third === 0xbf ? "a byte order mark" : TEXT;
}

function isInPlace(before: string, start: number): true {
  if (before === NOTHING) return true;
  throw new MultipartSyntaxError(
    `Cannot read the form: ${before} stands before the delimiter line at byte ${start}; a delimiter begins the form or follows a CRLF`,
    start,
  );
}

/** Makes the table of the search: for each number of matched bytes and each next byte, the number of bytes that match then. */
function stepsOf(bytes: Uint8Array): Uint8Array {
  const steps = new Uint8Array((bytes.length + 1) * BYTES);
  // Length of the longest proper beginning of the matched bytes that is also their end.
  let border = 0;
  for (let matched = 0; matched <= bytes.length; matched++) {
    steps.copyWithin(matched * BYTES, border * BYTES, (border + 1) * BYTES);
    const byte = bytes[matched] ?? 0;
    if (matched > 0) border = steps[border * BYTES + byte] ?? 0;
    if (matched < bytes.length) steps[matched * BYTES + byte] = matched + 1;
  }
  return steps;
}
