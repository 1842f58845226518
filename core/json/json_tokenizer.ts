import { decodeUtf8, utf8Length } from "./_utf8.ts";
import type { JsonPosition } from "./json_position.ts";
import { JsonSyntaxError } from "./json_syntax_error.ts";

/** What a `JsonTokenizer` calls, in the order of the text. What is not wanted is left out, and costs least so. */
export interface JsonHandler {
  startObject?(): void;
  endObject?(): void;
  startArray?(): void;
  endArray?(): void;
  /**
   * A piece of a member's name. How a name or string is cut into pieces depends on how the text was cut; only the last piece,
   * and no other, says so. A piece may be empty, or end between the halves of a surrogate pair written as escapes.
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
/** As many characters in a number as the engine's own JSON reader takes. */
const MAX_WORD = 1_000;
/** As much of a word as a message shows. */
const SHOWN_WORD = 40;
/** Bounds the text that is held at once, whatever is written. */
const BLOCK_BYTES = 65_536;
/** From here on a run of a string is worth the call of a regular expression. */
const SHORT_RUN = 24;

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
/** `unescaped` of RFC 8259, section 7. */
const RUN = /[ !#-[\]-\uffff]*/y;

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

/** What stands after a backslash, and what it means. */
const ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x22, '"'],
  [0x5c, "\\"],
  [0x2f, "/"],
  [0x62, "\b"],
  [0x66, "\f"],
  [0x6e, "\n"],
  [0x72, "\r"],
  [0x74, "\t"],
]);

/**
 * Reads JSON (RFC 8259, strictly) as it comes, in chunks cut anywhere: bytes in, calls on a handler out. It is iterative and
 * its memory does not depend on the text: a string is handed on in pieces. Time is linear. What is called, but for the cuts
 * of strings, and what error is thrown, never depend on the cuts. A leading byte order mark is dropped.
 *
 * An error of the syntax, or of the handler, is thrown by `write` or `end`, and again by every later call.
 *
 * How it is fast: a block of bytes becomes text in one call, so that tokens are slices of it; a long run of a string is
 * passed by one regular expression (2 GB/s; a loop over its characters 0.7).
 */
export class JsonTokenizer {
  readonly #handler: JsonHandler;
  #state = VALUE;
  readonly #open = new Uint8Array(MAX_DEPTH);
  #depth = 0;
  #failure: { readonly error: unknown } | undefined;

  /** The bytes of a character that the last chunk cut. */
  #held = new Uint8Array(0);
  #text = "";
  #textBytes = 0;
  /** Bytes and code units before `#text`. */
  #byteStart = 0;
  #unitStart = 0;
  #line = 1;
  /** Code units before the current line. */
  #lineUnit = 0;
  /** The bytes up to a place of `#text`, counted already. */
  #counted = { index: 0, bytes: 0 };

  /** Where the current token begins in `#text`, or where it began if that was in an earlier block. */
  #tokenIndex = 0;
  #tokenPosition: JsonPosition | undefined;
  #word = "";
  #isName = false;
  /** The digits of a `\u` escape so far. */
  #unit = 0;
  #digits = 0;

  /** @param handler What to call. An empty one checks the text. */
  constructor(handler: JsonHandler) {
    this.#handler = handler;
  }

  /** Where the token begins that the handler is called for. */
  get position(): JsonPosition {
    return this.#tokenPosition ?? this.#positionAt(this.#tokenIndex);
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
      if (this.#held.length > 0) this.#fail("it is not UTF-8", this.#text.length);
      if (this.#state === WORD) this.#endWord();
      if (this.#state !== AFTER || this.#depth > 0) {
        this.#fail(`${this.#expectation()}, found the end`, this.#text.length);
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

  #readBlock(block: Uint8Array): void {
    const bytes = this.#held.length > 0 ? concat(this.#held, block) : block;
    const { text, byteLength, illFormed } = decodeUtf8(bytes);
    this.#byteStart += this.#textBytes;
    this.#unitStart += this.#text.length;
    this.#text = text;
    this.#textBytes = byteLength;
    this.#counted = { index: 0, bytes: 0 };
    this.#readText();
    if (illFormed) this.#fail("it is not UTF-8", text.length);
    this.#held = bytes.slice(byteLength);
    // What has been counted in this block is lost with it, so a token that goes on keeps its place.
    if (this.#state >= WORD) this.#tokenPosition = this.position;
  }

  #readText(): void {
    const text = this.#text;
    let i = 0;
    if (this.#unitStart === 0 && text.charCodeAt(0) === 0xfeff) {
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

  /** Reads whitespace, punctuation, or the start of a token. Returns where to go on. */
  #readBetween(i: number): number {
    const unit = this.#text.charCodeAt(i);
    switch (unit) {
      case 0x0a:
        this.#line++;
        this.#lineUnit = this.#unitStart + i + 1;
        return i + 1;
      case 0x20:
      case 0x09:
      case 0x0d:
        return i + 1;
      case 0x2c: // ,
        if (this.#state !== AFTER || this.#depth === 0) this.#failUnexpected(i);
        this.#state = this.#open[this.#depth - 1] === OBJECT ? NAME : VALUE;
        return i + 1;
      case 0x3a: // :
        if (this.#state !== COLON) this.#failUnexpected(i);
        this.#state = VALUE;
        return i + 1;
      case 0x5d: // ]
        this.#close(ARRAY, ELEMENT_OR_END, i);
        this.#handler.endArray?.();
        return i + 1;
      case 0x7d: // }
        this.#close(OBJECT, NAME_OR_END, i);
        this.#handler.endObject?.();
        return i + 1;
    }
    this.#tokenIndex = i;
    this.#tokenPosition = undefined;
    if (unit === 0x22) {
      this.#isName = this.#state === NAME || this.#state === NAME_OR_END;
      if (!this.#isName && this.#state > ELEMENT_OR_END) this.#failUnexpected(i);
      this.#state = STRING;
      return i + 1;
    }
    if (this.#state > ELEMENT_OR_END) this.#failUnexpected(i);
    if (unit === 0x5b) {
      this.#push(ARRAY, ELEMENT_OR_END, i);
      this.#handler.startArray?.();
      return i + 1;
    }
    if (unit === 0x7b) {
      this.#push(OBJECT, NAME_OR_END, i);
      this.#handler.startObject?.();
      return i + 1;
    }
    if (!isWordUnit(unit)) this.#failUnexpected(i);
    this.#word = "";
    this.#state = WORD;
    return i;
  }

  #push(kind: number, state: number, i: number): void {
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
    this.#depth--;
    this.#state = AFTER;
  }

  /** Reads a number, `true`, `false` or `null`, which are judged once they have ended. */
  #readWord(i: number): number {
    const text = this.#text;
    let end = i;
    while (end < text.length && isWordUnit(text.charCodeAt(end))) end++;
    if (this.#word.length + end - i > MAX_WORD) {
      this.#failAtToken(`a number or word has more than ${MAX_WORD} characters`);
    }
    this.#word += text.slice(i, end);
    if (end < text.length) this.#endWord();
    return end;
  }

  #endWord(): void {
    const word = this.#word;
    this.#state = AFTER;
    if (word === "true") this.#handler.literal?.(true);
    else if (word === "false") this.#handler.literal?.(false);
    else if (word === "null") this.#handler.literal?.(null);
    else if (NUMBER.test(word)) this.#handler.number?.(word);
    else this.#failAtToken(`expected a value, found '${word.slice(0, SHOWN_WORD)}'`);
  }

  /** Passes a run of a string, up to its end, an escape, or the end of the block. */
  #readString(i: number): number {
    const text = this.#text;
    const end = endOfRun(text, i);
    const unit = text.charCodeAt(end);
    if (unit === 0x22) {
      this.#state = this.#isName ? COLON : AFTER;
      this.#hand(text.slice(i, end), true);
      return end + 1;
    }
    if (unit < 0x20) this.#fail(`expected an escape, found ${show(text, end)} in a string`, end);
    if (end > i) this.#hand(text.slice(i, end), false);
    if (end === text.length) return end;
    this.#state = ESCAPE;
    return end + 1;
  }

  #readEscape(i: number): void {
    const unit = this.#text.charCodeAt(i);
    if (unit === 0x75) {
      this.#state = UNICODE;
      this.#unit = 0;
      this.#digits = 0;
      return;
    }
    const character = ESCAPES.get(unit);
    if (character === undefined) this.#fail(`expected an escape, found ${show(this.#text, i)}`, i);
    this.#state = STRING;
    this.#hand(character, false);
  }

  #readHexDigit(i: number): void {
    const digit = hexDigit(this.#text.charCodeAt(i));
    if (digit < 0) this.#fail(`expected a hex digit, found ${show(this.#text, i)}`, i);
    this.#unit = this.#unit * 16 + digit;
    if (++this.#digits < 4) return;
    this.#state = STRING;
    this.#hand(String.fromCharCode(this.#unit), false);
  }

  #hand(piece: string, last: boolean): void {
    if (this.#isName) this.#handler.name?.(piece, last);
    else this.#handler.string?.(piece, last);
  }

  #positionAt(index: number): JsonPosition {
    return {
      offset: this.#byteStart + this.#bytesUntil(index),
      line: this.#line,
      column: this.#unitStart + index - this.#lineUnit + 1,
    };
  }

  /** Bytes of `#text` before `index`. Asked in rising order, all the answers of a block take one pass over it. */
  #bytesUntil(index: number): number {
    if (this.#textBytes === this.#text.length) return index;
    if (index < this.#counted.index) this.#counted = { index: 0, bytes: 0 };
    const { index: from, bytes } = this.#counted;
    this.#counted = { index, bytes: bytes + utf8Length(this.#text, from, index) };
    return this.#counted.bytes;
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
    this.#fail(`${this.#expectation()}, found ${show(this.#text, i)}`, i);
  }

  #fail(problem: string, i: number): never {
    throw new JsonSyntaxError(problem, this.#positionAt(i));
  }

  #failAtToken(problem: string): never {
    throw new JsonSyntaxError(problem, this.position);
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

/** Where the run of plain characters of a string ends that begins at `i`. */
function endOfRun(text: string, i: number): number {
  const shortEnd = Math.min(i + SHORT_RUN, text.length);
  for (let end = i; end < shortEnd; end++) {
    const unit = text.charCodeAt(end);
    if (unit === 0x22 || unit === 0x5c || unit < 0x20) return end;
  }
  RUN.lastIndex = shortEnd;
  RUN.test(text);
  return RUN.lastIndex;
}

/** Characters of numbers and words, also of what others take for JSON: `NaN`, `0x10`, `+1`, `1_000`. */
function isWordUnit(unit: number): boolean {
  return (
    (unit >= 0x30 && unit <= 0x39) ||
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    unit === 0x2d ||
    unit === 0x2e ||
    unit === 0x2b ||
    unit === 0x5f
  );
}

/** The value of a hex digit, or -1. */
function hexDigit(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}

/** One character for a message; what could spoil it is shown by its number. */
function show(text: string, i: number): string {
  const codePoint = text.codePointAt(i) ?? 0;
  if (codePoint > 0x20 && codePoint < 0x7f) return `'${String.fromCodePoint(codePoint)}'`;
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}
