import {
  ESCAPES,
  endOfEscaped,
  endOfRun,
  hexDigit,
  isWordUnit,
  showCharacter,
  unescaped,
} from "./_characters.ts";
import { SourceCapture } from "./_source_capture.ts";
import { StringPieces } from "./_string_pieces.ts";
import { Utf8Blocks } from "./_utf8_blocks.ts";
import { isJsonNumber, MAX_NUMBER_LENGTH } from "./is_json_number.ts";
import type { JsonPosition } from "./json_position.ts";
import { JsonSyntaxError } from "./json_syntax_error.ts";

/** What a `JsonTokenizer` calls, in the order of the text. What is not wanted is left out, and costs least so. */
export interface JsonHandler {
  startObject?(): void;
  endObject?(): void;
  startArray?(): void;
  endArray?(): void;
  /**
   * A piece of a member's name: nearly always all of it. What is longer comes in more, and only the last one says so. A piece
   * may be empty, or end between the halves of a surrogate pair that is written as two escapes.
   */
  name?(piece: string, last: boolean): void;
  /** A piece of a string value, as for `name`. */
  string?(piece: string, last: boolean): void;
  /** A number as written, so that no digit is lost. */
  number?(lexeme: string): void;
  literal?(value: boolean | null): void;
}

/** As many levels as the engine's own JSON reader takes. */
const MAX_DEPTH = 1_000;
/** As much of a word as a message shows. */
const SHOWN_WORD = 40;
/** Up to so many characters with escapes are read one by one: to have the runtime do it takes longer. */
const SHORT_PART = 12;
/** Bounds the text that is held at once, whatever is written. */
const BLOCK_BYTES = 65_536;

/** What may come next: between tokens (up to `AFTER`), inside one (from `WORD`). */
const VALUE = 0;
const ELEMENT_OR_END = 1;
const NAME = 2;
const NAME_OR_END = 3;
const COLON = 4;
const AFTER = 5;
const WORD = 6;
const STRING = 7;
const ESCAPE = 8;
const UNICODE = 9;

const OBJECT = 1;
const ARRAY = 2;

/**
 * Reads JSON (RFC 8259, strictly) as it comes, in chunks cut anywhere: bytes in, calls on a handler out. It is iterative and
 * its memory does not depend on the text: a string is handed on in pieces. Time is linear. What is called, but for the cuts
 * of strings, and what error is thrown, never depend on the cuts. A leading byte order mark is dropped.
 *
 * An error of the syntax, or of the handler, is thrown by `write` or `end`, and again by every later call.
 *
 * How it is fast: a block of bytes becomes text in one call, so that tokens are slices of it; a long run of a string is
 * passed by one regular expression (2 GB/s; a loop over its characters 0.7); many escapes are undone by the runtime at once.
 */
export class JsonTokenizer {
  /** The handler; while a source is captured, one that wants nothing. */
  #handler: JsonHandler;
  readonly #ownHandler: JsonHandler;
  #state = VALUE;
  readonly #open = new Uint8Array(MAX_DEPTH);
  #depth = 0;
  #failure: { readonly error: unknown } | undefined;

  readonly #blocks = new Utf8Blocks();
  /** The current block. */
  #text = "";
  #line = 1;
  /** Code units before the current line. */
  #lineUnit = 0;
  /** Where the current token begins in the block, or where it began if that was in an earlier block. */
  #tokenIndex = 0;
  #tokenPosition: JsonPosition | undefined;
  /** Where the string ends in the block whose last piece is handed on. */
  #stringEnd = 0;
  #word = "";
  #isName = false;
  /** The string turns out to be wrong further on. Only the way there, character by character, tells where. */
  #isWrong = false;
  readonly #pieces = new StringPieces((piece, last) => {
    if (this.#isName) this.#handler.name?.(piece, last);
    else this.#handler.string?.(piece, last);
  });
  #capture: SourceCapture | undefined;
  #captured = "";
  /** What a `\u` escape says so far, and in how many digits. */
  #unit = 0;
  #digits = 0;

  /** @param handler What to call. An empty one checks the text. */
  constructor(handler: JsonHandler) {
    this.#handler = handler;
    this.#ownHandler = handler;
  }

  /**
   * Reads past what is in the array or object that the handler is called to start, and gathers its source: the next call is that
   * of its end. It is checked like all else.
   *
   * @param keeps Whether the source is wanted.
   * @param handler What to call meanwhile. Default nothing.
   */
  capture(keeps: boolean, handler: JsonHandler = {}): void {
    this.#capture = new SourceCapture(this.#depth, this.#tokenIndex, keeps);
    this.#handler = handler;
  }

  /** The source of the array or object that the handler is called to end, if it was captured: without blanks, else as it was sent. */
  get captured(): string {
    return this.#captured;
  }

  /** Where the token begins that the handler is called for. */
  get position(): JsonPosition {
    return this.#tokenPosition ?? this.#positionAt(this.#tokenIndex);
  }

  /** Where the string value begins that is not whole yet, though none of its pieces may have been handed on. */
  get openStringOffset(): number | undefined {
    return this.#state >= STRING && !this.#isName ? this.position.offset : undefined;
  }

  /** How many bytes there are up to the end of the string whose last piece the handler is called with. */
  get stringEndOffset(): number {
    return this.#blocks.offsetAt(this.#stringEnd);
  }

  /**
   * Reads on.
   *
   * @param chunk The next bytes, of any number. Nothing keeps them.
   * @throws {JsonSyntaxError} If the text is no JSON.
   */
  write(chunk: Uint8Array): void {
    this.#attempt(() => {
      for (let start = 0; start < chunk.length; start += BLOCK_BYTES) {
        this.#readBlock(chunk.subarray(start, start + BLOCK_BYTES));
      }
    });
  }

  /**
   * Says that the text has ended.
   *
   * @throws {JsonSyntaxError} If it must not end here.
   */
  end(): void {
    this.#attempt(() => {
      if (this.#blocks.isCut) this.#failAtEnd("it is not UTF-8");
      if (this.#state === WORD) this.#endWord();
      if (this.#state !== AFTER || this.#depth > 0) {
        this.#failAtEnd(`${this.#expectation()}, found the end`);
      }
    });
    this.#failure = { error: new TypeError("Cannot write to the tokenizer: the text has ended") };
  }

  #attempt(run: () => void): void {
    if (this.#failure !== undefined) throw this.#failure.error;
    try {
      run();
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  #readBlock(bytes: Uint8Array): void {
    this.#text = this.#blocks.read(bytes);
    this.#readText();
    this.#capture?.endBlock(this.#text);
    if (this.#blocks.illFormed) this.#failAtEnd("it is not UTF-8");
    // Its place in the block is lost with the block, so a token that goes on keeps where it is in all.
    if (this.#state >= WORD) this.#tokenPosition = this.position;
  }

  #readText(): void {
    const text = this.#text;
    let i = 0;
    if (this.#blocks.unitStart === 0 && text.charCodeAt(0) === 0xfeff) {
      i = 1;
      this.#lineUnit = 1;
    }
    while (i < text.length) {
      switch (this.#state) {
        case STRING:
          i = this.#readString(i);
          break;
        case ESCAPE:
          this.#readEscape(i++);
          break;
        case UNICODE:
          this.#readHexDigit(i++);
          break;
        case WORD:
          i = this.#readWord(i);
          break;
        default:
          i = this.#readBetween(i);
      }
    }
  }

  /** Reads whitespace, punctuation and whole tokens, up to one that has to be read in pieces. Returns where to go on. */
  #readBetween(start: number): number {
    const text = this.#text;
    let i = start;
    while (i < text.length) {
      const unit = text.charCodeAt(i);
      switch (unit) {
        case 0x0a:
          this.#line++;
          this.#lineUnit = this.#blocks.unitStart + i + 1;
          this.#capture?.skip(text, i);
          i++;
          continue;
        case 0x20:
        case 0x09:
        case 0x0d:
          this.#capture?.skip(text, i);
          i++;
          continue;
        case 0x2c: // ,
          if (this.#state !== AFTER || this.#depth === 0) this.#failUnexpected(i);
          this.#state = this.#open[this.#depth - 1] === OBJECT ? NAME : VALUE;
          i++;
          continue;
        case 0x3a: // :
          if (this.#state !== COLON) this.#failUnexpected(i);
          this.#state = VALUE;
          i++;
          continue;
        case 0x5d: // ]
          this.#close(ARRAY, ELEMENT_OR_END, i++);
          this.#handler.endArray?.();
          continue;
        case 0x7d: // }
          this.#close(OBJECT, NAME_OR_END, i++);
          this.#handler.endObject?.();
          continue;
      }
      this.#tokenIndex = i;
      this.#tokenPosition = undefined;
      switch (unit) {
        case 0x22: {
          this.#isName = this.#state === NAME || this.#state === NAME_OR_END;
          if (!this.#isName && this.#state > ELEMENT_OR_END) this.#failUnexpected(i);
          this.#state = STRING;
          i = this.#readString(i + 1);
          if (this.#state >= WORD) return i;
          continue;
        }
        case 0x5b: // [
          this.#push(ARRAY, ELEMENT_OR_END, i++);
          this.#handler.startArray?.();
          continue;
        case 0x7b: // {
          this.#push(OBJECT, NAME_OR_END, i++);
          this.#handler.startObject?.();
          continue;
      }
      if (this.#state > ELEMENT_OR_END || !isWordUnit(unit)) this.#failUnexpected(i);
      this.#word = "";
      this.#state = WORD;
      i = this.#readWord(i);
    }
    return i;
  }

  #push(kind: number, state: number, i: number): void {
    if (this.#state > ELEMENT_OR_END) this.#failUnexpected(i);
    if (this.#depth === MAX_DEPTH) this.#fail(`it has more than ${MAX_DEPTH} levels`, i);
    this.#open[this.#depth++] = kind;
    this.#state = state;
  }

  #close(kind: number, emptyState: number, i: number): void {
    const closes = this.#state === emptyState || this.#state === AFTER;
    if (!closes || this.#depth === 0 || this.#open[this.#depth - 1] !== kind) {
      this.#failUnexpected(i);
    }
    this.#tokenIndex = i;
    this.#tokenPosition = undefined;
    this.#state = AFTER;
    if (this.#capture?.depth === this.#depth) this.#endCapture(this.#capture, i + 1);
    this.#depth--;
  }

  #endCapture(capture: SourceCapture, end: number): void {
    this.#captured = capture.finish(this.#text, end);
    this.#capture = undefined;
    this.#handler = this.#ownHandler;
  }

  /** Reads a number, `true`, `false` or `null`, which are judged once they have ended. */
  #readWord(i: number): number {
    const text = this.#text;
    let end = i;
    while (end < text.length && isWordUnit(text.charCodeAt(end))) end++;
    if (this.#word.length + end - i > MAX_NUMBER_LENGTH) {
      this.#failAtToken(`a number or word has more than ${MAX_NUMBER_LENGTH} characters`);
    }
    const run = text.slice(i, end);
    this.#word = this.#word === "" ? run : this.#word + run;
    if (end < text.length) this.#endWord();
    return end;
  }

  #endWord(): void {
    const word = this.#word;
    this.#state = AFTER;
    if (word === "true") this.#handler.literal?.(true);
    else if (word === "false") this.#handler.literal?.(false);
    else if (word === "null") this.#handler.literal?.(null);
    else if (isJsonNumber(word)) this.#handler.number?.(word);
    else this.#failAtToken(`expected a value, found '${word.slice(0, SHOWN_WORD)}'`);
  }

  /** Passes a run of a string, up to its end, an escape, or the end of the block. */
  #readString(i: number): number {
    const text = this.#text;
    const end = endOfRun(text, i);
    const unit = text.charCodeAt(end);
    if (unit === 0x5c && !this.#isWrong) {
      const escapedEnd = endOfEscaped(text, i);
      if (escapedEnd - i > SHORT_PART) {
        const part = unescaped(text.slice(i, escapedEnd));
        if (part !== undefined) {
          this.#pieces.add(part, false);
          return escapedEnd;
        }
        this.#isWrong = true;
      }
    }
    if (unit < 0x20) this.#failFound("expected an escape", end);
    if (unit === 0x22) {
      this.#state = this.#isName ? COLON : AFTER;
      this.#stringEnd = end + 1;
      this.#pieces.add(text.slice(i, end), true);
    } else {
      if (unit === 0x5c) this.#state = ESCAPE;
      if (end > i) this.#pieces.add(text.slice(i, end), false);
    }
    return Math.min(end + 1, text.length);
  }

  #readEscape(i: number): void {
    const unit = this.#text.charCodeAt(i);
    if (unit === 0x75) {
      this.#state = UNICODE;
      this.#unit = 0;
      this.#digits = 0;
      return;
    }
    const meaning = ESCAPES.get(String.fromCharCode(unit));
    if (meaning === undefined) this.#failFound("expected an escape", i);
    this.#state = STRING;
    this.#pieces.add(meaning, false);
  }

  #readHexDigit(i: number): void {
    const digit = hexDigit(this.#text.charCodeAt(i));
    if (digit < 0) this.#failFound("expected a hex digit", i);
    this.#unit = this.#unit * 16 + digit;
    if (++this.#digits < 4) return;
    this.#state = STRING;
    this.#pieces.add(String.fromCharCode(this.#unit), false);
  }

  #positionAt(index: number): JsonPosition {
    return {
      offset: this.#blocks.offsetAt(index),
      line: this.#line,
      column: this.#blocks.unitStart + index - this.#lineUnit + 1,
    };
  }

  #expectation(): string {
    const closer = this.#open[this.#depth - 1] === OBJECT ? "'}'" : "']'";
    switch (this.#state) {
      case VALUE:
        return "expected a value";
      case ELEMENT_OR_END:
        return "expected a value or ']'";
      case NAME:
        return "expected a name in quotes";
      case NAME_OR_END:
        return "expected a name in quotes or '}'";
      case COLON:
        return "expected ':'";
      case AFTER:
        return this.#depth === 0 ? "expected nothing more" : `expected ',' or ${closer}`;
      default:
        return "expected the end of the string";
    }
  }

  #failUnexpected(i: number): never {
    this.#failFound(this.#expectation(), i);
  }

  #failFound(expectation: string, i: number): never {
    this.#fail(`${expectation}, found ${showCharacter(this.#text, i)}`, i);
  }

  #fail(problem: string, i: number): never {
    throw new JsonSyntaxError(problem, this.#positionAt(i));
  }

  #failAtEnd(problem: string): never {
    this.#fail(problem, this.#text.length);
  }

  #failAtToken(problem: string): never {
    throw new JsonSyntaxError(problem, this.position);
  }
}
