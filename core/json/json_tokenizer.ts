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

/**
 * Receives the tokens of a `JsonTokenizer`, in the order of the text. Leave out the methods that you do not need: this is
 * fastest.
 */
export interface JsonHandler {
  startObject?(): void;
  endObject?(): void;
  startArray?(): void;
  endArray?(): void;
  /**
   * A piece of a member's name, nearly always the whole name. A long name comes in several pieces; `last` is true for the last one.
   * A piece may be empty, and it may end within a surrogate pair that is written as two escapes.
   */
  name?(piece: string, last: boolean): void;
  /** A piece of a string value; the rules are those of `name`. */
  string?(piece: string, last: boolean): void;
  /** A number as it was written, so that it keeps all its digits. */
  number?(lexeme: string): void;
  literal?(value: boolean | null): void;
}

/** The engine's own JSON reader accepts as many levels. */
const MAX_DEPTH = 1_000;
/** The largest number of characters that a message shows of a word. */
const SHOWN_WORD = 40;
/** Up to this many characters with escapes, reading them one by one is faster than `JSON.parse`. */
const SHORT_PART = 12;
/** The largest number of bytes that are decoded at once, however large a chunk is. It bounds the memory. */
const BLOCK_BYTES = 65_536;

/** The states, named by what may come next: between tokens (up to `AFTER`) and inside a token (from `WORD` on). */
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
 * Reads JSON (RFC 8259, strictly) in chunks that may be cut anywhere: bytes in, calls on a handler out. It does not recurse, and
 * its memory does not depend on the text, since strings are emitted in pieces. Its time is linear. The calls and the errors never
 * depend on how the bytes were cut; only the cuts between pieces of strings do. A leading byte order mark is dropped.
 *
 * `write` and `end` throw the errors of the syntax and of the handler. After an error, each later call throws the same error.
 *
 * Why it is fast: it decodes a block of bytes in one call, so that tokens are slices of one text. It skips a long run of a string
 * with one regular expression (2 GB/s; a loop over the characters reaches 0.7). It decodes many escapes with one `JSON.parse`.
 */
export class JsonTokenizer {
  /** The handler that is called now; another one while a source is captured. */
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
  /** Number of code units before the current line. */
  #lineUnit = 0;
  /** Index of the current token in the block. */
  #tokenIndex = 0;
  /** Position of the current token if it began in an earlier block. */
  #tokenPosition: JsonPosition | undefined;
  /** Index in the block behind the string whose last piece is emitted. */
  #stringEnd = 0;
  #word = "";
  #isName = false;
  /** Whether a later escape of the string is wrong. The string is then read character by character, to find its place. */
  #isWrong = false;
  readonly #pieces = new StringPieces((piece, last) => {
    if (this.#isName) this.#handler.name?.(piece, last);
    else this.#handler.string?.(piece, last);
  });
  #capture: SourceCapture | undefined;
  #captured = "";
  /** The value of the digits of a `\u` escape so far. */
  #unit = 0;
  /** Number of these digits. */
  #digits = 0;

  /** @param handler Receives the tokens. With an empty handler, the tokenizer only checks the text. */
  constructor(handler: JsonHandler) {
    this.#handler = handler;
    this.#ownHandler = handler;
  }

  /**
   * Gathers the source of an array or object instead of emitting its tokens. Call it from the handler's `startArray` or
   * `startObject`; the handler's next call is then the end of this array or object. The source is checked like all other text.
   *
   * @param keeps Whether to keep the source. If false, it is only skipped.
   * @param handler Receives the tokens inside. Default: nobody does.
   */
  capture(keeps: boolean, handler: JsonHandler = {}): void {
    this.#capture = new SourceCapture(this.#depth, this.#tokenIndex, keeps);
    this.#handler = handler;
  }

  /** The captured source, without blanks between tokens. Read it when the handler is called for the end of the array or object. */
  get captured(): string {
    return this.#captured;
  }

  /** The start of the token for which the handler is called. */
  get position(): JsonPosition {
    return this.#tokenPosition ?? this.#positionAt(this.#tokenIndex);
  }

  /** Offset of a string value that has begun and not ended, even if none of its pieces was emitted yet; else `undefined`. */
  get openStringOffset(): number | undefined {
    return this.#state >= STRING && !this.#isName ? this.position.offset : undefined;
  }

  /** Offset of the byte behind a string. Read it when the handler is called for the last piece of the string. */
  get stringEndOffset(): number {
    return this.#blocks.offsetAt(this.#stringEnd);
  }

  /**
   * Reads the next chunk.
   *
   * @param chunk Any number of bytes. The tokenizer does not keep the array.
   * @throws {JsonSyntaxError} If the text is not JSON.
   */
  write(chunk: Uint8Array): void {
    this.#attempt(() => {
      for (let start = 0; start < chunk.length; start += BLOCK_BYTES) {
        this.#readBlock(chunk.subarray(start, start + BLOCK_BYTES));
      }
    });
  }

  /**
   * Ends the text.
   *
   * @throws {JsonSyntaxError} If it is incomplete.
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
    // An index is valid in its block only, so the position of an unfinished token is computed now.
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

  /** Reads white space, punctuation and whole tokens, up to a token that the block cuts. Returns the index behind them. */
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

  /** Reads a number, `true`, `false` or `null`. It is checked when it has ended. */
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

  /** Reads a run of a string, up to an escape, the closing quote, or the end of the block. */
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
