import { shorten } from "../errors/_shorten.ts";
import { checkLimits, LimitExceededError } from "../errors/limit_exceeded_error.ts";
import { BLANK, CR, DASH, LF, TAB } from "./_ascii.ts";
import { checkBoundary } from "./_check_boundary.ts";
import {
  AFTER_CR,
  AFTER_DASH,
  AFTER_DELIMITER,
  BODY,
  EPILOGUE,
  HEAD,
  PADDING,
  PREAMBLE,
} from "./_decoder_state.ts";
import { Delimiter } from "./_delimiter.ts";
import { HeadReader } from "./_head_reader.ts";
import { MULTIPART_LIMITS, type MultipartLimitName } from "./_multipart_limits.ts";
import { Preamble } from "./_preamble.ts";
import type { MultipartHandler } from "./multipart_handler.ts";
import type { MultipartOptions } from "./multipart_options.ts";
import { MultipartSyntaxError } from "./multipart_syntax_error.ts";
import type { PartHead } from "./part.ts";

/** Blanks after a delimiter, at most. RFC 2046 has no limit; nobody sends many. */
const MAX_PADDING = 1024;
/** The length of CRLF. */
const LINE_END = 2;

/**
 * Decodes a multipart/form-data body (RFC 7578): bytes in, calls on a handler out, no I/O. What comes out never depends
 * on how the bytes were cut into chunks, errors among it; but for how much of a part's content was handed on before an
 * error.
 *
 * Where the specifications leave room: text before the first and after the last delimiter is ignored. But a delimiter line
 * that something else than a CRLF stands before, be it a byte order mark or a line feed, is an error as long as no part has
 * begun, since else that part would be lost. A line that begins with the delimiter and goes on with other than a dash, a blank
 * or a line end is content. The only line end is CRLF. Blanks after a delimiter are fine, up to 1 KiB. A delimiter right behind
 * the empty line of a head ends a part without content (RFC 2046, section 5.1.1: `body-part`). Folded header lines are unfolded.
 * A part needs a Content-Disposition `form-data` with a name. Content-Transfer-Encoding is not applied; a part of type
 * multipart/mixed is one part. No CRLF is needed after the closing delimiter, and a form may have no part. An empty body is an
 * error.
 *
 * Clients do not agree on how quotes and backslashes are written in a Content-Disposition. Each of its parameters, from the
 * left, is read in the first way under which what follows is well-formed: with escapes; without; and `filename` alone up to
 * the first quote before blanks and a semicolon or the end. A file name that is read in the last way and holds `; name=`,
 * `; filename=` or `; filename*=` is an error, and so are quotes that do not pair, and `name`, `filename` or `filename*` twice.
 * A value without quotes reaches to the next semicolon, and so do other parameters that are malformed, which do not matter.
 * Names may hold control characters, but no NUL, CR or LF as they stand.
 *
 * Content is handed on as views into the chunks. Only what looks like a delimiter at the end of a chunk, and in the
 * next one turns out to be content, is a copy, of at most the delimiter and a dash.
 *
 * The hot path is the search for the delimiter in content. It hops from one CR to the next with `indexOf`, which looks at
 * many bytes at a time. Where CRs are frequent it hops to the delimiter's byte that is the rarest in what comes next; where
 * that is frequent too, it looks at two bytes of each stretch as long as the delimiter, and goes on if they are no pair of the
 * delimiter's. What begins like one is looked at first where the last false start was wrong. So most bytes are never looked
 * at, and a sender who picks the boundary for the content slows down one of three ways, not all.
 * All content of a chunk is one view, and there is no promise. A head that is in a chunk whole is decoded where it lies, and
 * if it has the usual headers one regular expression reads it.
 *
 * @example
 * ```ts
 * import { MultipartDecoder } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const sizes = new Map<string, number>();
 * let current = "";
 * const decoder = new MultipartDecoder(
 *   {
 *     partBegin({ name }) {
 *       current = name;
 *       sizes.set(current, 0);
 *     },
 *     partData(chunk) {
 *       sizes.set(current, (sizes.get(current) ?? 0) + chunk.length);
 *     },
 *     partEnd() {},
 *   },
 *   { boundary: "b" },
 * );
 * const form = '--b\r\nContent-Disposition: form-data; name="data"\r\n\r\nbytes\r\n--b--\r\n';
 * decoder.write(new TextEncoder().encode(form.slice(0, 60)));
 * decoder.write(new TextEncoder().encode(form.slice(60)));
 * decoder.end();
 * assert.deepEqual([...sizes], [["data", 5]]);
 * ```
 */
export class MultipartDecoder {
  readonly #handler: MultipartHandler;
  readonly #boundary: string;
  readonly #limits: Readonly<Record<MultipartLimitName, number>>;
  readonly #delimiter: Delimiter;
  readonly #heads: HeadReader;

  #state: number = BODY;
  /** Bytes of the delimiter that were the last ones so far. The CRLF before a content, or the form, is among them. */
  #held: number = LINE_END;
  /** How many of them stand before the content. */
  #before: number = LINE_END;
  #padding = 0;
  #preamble: Preamble | undefined;
  /** Bytes before the current chunk. */
  #offset = 0;
  #parts = 0;
  /** The part that was begun and has not ended. */
  #part: PartHead | undefined;
  #partBytes = 0;
  #failure: { readonly error: unknown } | undefined;
  #ended = false;

  /**
   * @param handler Receives the parts.
   * @param options The boundary, the headers' charset, and the limits.
   * @throws {MultipartSyntaxError} If the boundary or the charset is none.
   * @throws {RangeError} If a limit is no whole number from 0.
   */
  constructor(handler: MultipartHandler, options: MultipartOptions) {
    checkBoundary(options?.boundary);
    this.#handler = handler;
    this.#boundary = options.boundary;
    this.#limits = checkLimits(options, MULTIPART_LIMITS);
    this.#delimiter = new Delimiter(options.boundary);
    this.#heads = new HeadReader(this.#limits.maxHeaderBytes, options.headerCharset);
  }

  /**
   * Decodes the next bytes. The handler is called before this returns. After an error every further call throws the
   * same one.
   *
   * @throws {MultipartSyntaxError} If the form is malformed.
   * @throws {LimitExceededError} If it is too much.
   */
  write(chunk: Uint8Array): void {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#ended) throw new TypeError("Cannot write to the decoder: it has ended");
    try {
      const { maxTotalBytes } = this.#limits;
      const room = maxTotalBytes - this.#offset;
      this.#decode(chunk.length > room ? chunk.subarray(0, room) : chunk);
      if (chunk.length > room) {
        throw new LimitExceededError("maxTotalBytes", maxTotalBytes, "the form");
      }
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  /**
   * Says that there are no more bytes. If this returns, the form was whole.
   *
   * @throws {MultipartSyntaxError} If the closing delimiter is missing, or what `write` threw.
   */
  end(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#ended = true;
    if (this.#state === EPILOGUE) return;
    const error = new MultipartSyntaxError(
      `Cannot read the form: ${this.#missing()}`,
      this.#offset,
      "truncated",
    );
    this.#failure = { error };
    throw error;
  }

  #missing(): string {
    if (this.#offset === 0) return "it is empty";
    if (this.#part !== undefined) {
      return `it ends at byte ${this.#offset} in part '${shorten(this.#part.name)}', before its closing delimiter`;
    }
    const isPreamble = this.#state === PREAMBLE && this.#preamble?.isCutOff === false;
    if (isPreamble || (this.#parts === 0 && this.#state === BODY)) {
      return `it has no delimiter line '--${this.#boundary}'; check the boundary in its Content-Type`;
    }
    return `it ends at byte ${this.#offset}, before its closing delimiter`;
  }

  #decode(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      switch (this.#state) {
        case BODY:
          at = this.#readBody(chunk, at);
          break;
        case HEAD:
          at = this.#readHead(chunk, at);
          break;
        case PREAMBLE:
          at = this.#readPreamble(chunk, at);
          break;
        case EPILOGUE:
          at = chunk.length;
          break;
        default:
          at = this.#readDelimiterEnd(chunk, at);
      }
    }
    this.#offset += chunk.length;
  }

  /** Reads content up to the next delimiter, or to the end of the chunk. */
  #readBody(chunk: Uint8Array, start: number): number {
    const delimiter = this.#delimiter;
    let from = start;
    if (this.#held > 0) {
      from = delimiter.match(chunk, start, this.#held);
      const matched = this.#held + from - start;
      const complete = matched === delimiter.length;
      if (complete && !goesOn(chunk, from)) return this.#leaveBody(from);
      if (!complete && from === chunk.length) {
        this.#held = matched;
        return from;
      }
      this.#handOnHeld();
      if (this.#part === undefined) return start;
    }
    for (;;) {
      const found = delimiter.find(chunk, from);
      const next = found + delimiter.length;
      if (next < chunk.length && goesOn(chunk, next)) {
        from = next;
        continue;
      }
      this.#handOn(chunk, start, found);
      if (next <= chunk.length) return this.#leaveBody(next);
      this.#held = chunk.length - found;
      return chunk.length;
    }
  }

  #leaveBody(next: number): number {
    this.#held = this.#delimiter.length;
    this.#state = AFTER_DELIMITER;
    return next;
  }

  #readPreamble(chunk: Uint8Array, at: number): number {
    const next = this.#preamble?.read(chunk, at) ?? at;
    if (next < chunk.length) this.#state = chunk[next] === DASH ? AFTER_DASH : AFTER_DELIMITER;
    return next;
  }

  /** Reads one byte after a delimiter. */
  #readDelimiterEnd(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    switch (this.#state) {
      case AFTER_DELIMITER:
        if (byte === CR) this.#state = AFTER_CR;
        else if (byte === DASH) {
          this.#held++;
          this.#state = AFTER_DASH;
        } else if (byte === BLANK || byte === TAB) {
          this.#padding = 1;
          this.#state = PADDING;
        } else if (byte === LF) throw this.#malformed("ends with a line feed alone", at);
        else return this.#returnToBody(at);
        break;
      case AFTER_DASH:
        if (byte !== DASH) return this.#returnToBody(at);
        this.#endPart();
        this.#state = EPILOGUE;
        break;
      case PADDING:
        if (byte === CR) this.#state = AFTER_CR;
        else if ((byte !== BLANK && byte !== TAB) || ++this.#padding > MAX_PADDING) {
          throw this.#malformed("goes on after blanks", at);
        }
        break;
      default:
        if (byte !== LF) throw this.#malformed("ends with a carriage return alone", at);
        this.#endPart();
        this.#enterHead(at + 1);
    }
    return at + 1;
  }

  /** What looked like a delimiter was content. */
  #returnToBody(at: number): number {
    this.#state = BODY;
    this.#handOnHeld();
    return at;
  }

  #enterHead(at: number): void {
    const { maxParts } = this.#limits;
    if (this.#parts === maxParts) throw new LimitExceededError("maxParts", maxParts, "the form");
    this.#parts++;
    this.#heads.begin(this.#offset + at);
    this.#state = HEAD;
  }

  #readHead(chunk: Uint8Array, at: number): number {
    const end = this.#heads.read(chunk, at);
    const head = this.#heads.head;
    if (end < 0 || head === undefined) return chunk.length;
    this.#part = head;
    this.#partBytes = 0;
    // The empty line's CRLF may be a delimiter's: then the part has no content.
    this.#held = LINE_END;
    this.#before = LINE_END;
    this.#state = BODY;
    this.#handler.partBegin(head);
    return end;
  }

  #endPart(): void {
    if (this.#part === undefined) return;
    this.#part = undefined;
    this.#handler.partEnd();
  }

  #handOnHeld(): void {
    const held = this.#held;
    const before = this.#before;
    this.#held = 0;
    this.#before = 0;
    if (this.#part === undefined) this.#enterPreamble(held);
    else if (held > before) this.#handOn(this.#delimiter.bytes(held, before), 0, held - before);
  }

  /** The form does not begin with a delimiter. */
  #enterPreamble(held: number): void {
    this.#preamble = new Preamble(this.#boundary);
    this.#preamble.read(this.#delimiter.bytes(held, LINE_END), 0);
    this.#state = PREAMBLE;
  }

  #handOn(chunk: Uint8Array, start: number, end: number): void {
    if (this.#part === undefined || start === end) return;
    const { maxPartBytes } = this.#limits;
    this.#partBytes += end - start;
    if (this.#partBytes > maxPartBytes) {
      throw new LimitExceededError(
        "maxPartBytes",
        maxPartBytes,
        `part '${shorten(this.#part.name)}'`,
      );
    }
    this.#handler.partData(
      start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end),
    );
  }

  #malformed(reason: string, at: number): MultipartSyntaxError {
    const offset = this.#offset + at;
    return new MultipartSyntaxError(
      `Cannot read the form: a delimiter line ${reason} at byte ${offset}; end it with CRLF`,
      offset,
    );
  }
}

/** Whether the line that a delimiter begins goes on, so that it is content; not if the chunk ends too early to tell. */
function goesOn(chunk: Uint8Array, next: number): boolean {
  switch (chunk[next]) {
    case undefined:
    case CR:
    case LF:
    case BLANK:
    case TAB:
      return false;
    case DASH:
      return next + 1 < chunk.length && chunk[next + 1] !== DASH;
    default:
      return true;
  }
}
