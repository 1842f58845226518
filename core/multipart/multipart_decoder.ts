import { checkLimits } from "../errors/_check_limits.ts";
import { shorten } from "../errors/_shorten.ts";
import { LimitExceededError } from "../errors/limit_exceeded_error.ts";
import { CR, DASH, LF, SPACE, TAB } from "./_ascii.ts";
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

/** The largest number of blanks after a delimiter. RFC 2046 has no limit, but nobody sends many. */
const MAX_PADDING = 1024;
/** Length of CRLF in bytes. */
const LINE_END = 2;

/**
 * Decodes a multipart/form-data body (RFC 7578): bytes in, calls on a handler out, no I/O. The parts and the errors never depend
 * on how the bytes were cut into chunks. Only how much of a part's content the handler gets before an error depends on it.
 *
 * Where the specifications leave room, these rules hold:
 *
 * - Text before the first delimiter and after the last one is ignored. But before the first part, a delimiter line that neither
 *   begins the form nor follows a CRLF is an error, even behind a byte order mark or a line feed: its part would be lost otherwise.
 * - A line that begins with the delimiter is content if it goes on with anything but a dash, a blank or a line end.
 * - Only CRLF is a line end. Up to 1 KiB of blanks may follow a delimiter.
 * - A delimiter right behind the empty line of a head ends a part without content (RFC 2046, section 5.1.1: `body-part`).
 * - Folded header lines are unfolded. A part needs a Content-Disposition `form-data` with a name. Content-Transfer-Encoding is
 *   ignored. A part of type multipart/mixed is one part.
 * - The closing delimiter needs no CRLF behind it. A form may have no parts. An empty body is an error.
 *
 * Clients write quotes and backslashes in a Content-Disposition in different ways. Each of its parameters, from the left, is read
 * in the first of these ways for which the rest of the header is well-formed: with escapes; without escapes; and, for `filename`
 * alone, up to the first quote before optional blanks and a semicolon or the end. A file name that is read in the last way is an
 * error if it holds `; name=`, `; filename=` or `; filename*=`. Quotes that do not come in pairs are an error, and so is a repeated
 * `name`, `filename` or `filename*`. A value without quotes ends before the next semicolon; so does any other malformed parameter,
 * which is ignored. Names may hold raw control characters, except NUL, CR and LF.
 *
 * Content comes as views into the chunks. Only one kind of content is copied: bytes at the end of a chunk that look like a
 * delimiter until the next chunk shows that they are content. They are at most as long as the delimiter and a dash.
 *
 * The hot path is the search for the delimiter in content. It hops from one CR to the next with `indexOf`, which compares many
 * bytes at a time. Where CRs are frequent, it hops to that byte of the delimiter that is the rarest in the next bytes. Where that
 * byte is frequent, too, it cuts the content into stretches that are one byte shorter than the delimiter, and looks only at two
 * bytes of each. If they are not neighbours in the delimiter, no delimiter begins in that stretch. A false start is first
 * compared at the byte at which the last one failed. So the search does not look at most bytes, and a sender who fits the
 * boundary to the content slows down one of the three ways, not all. The content in a chunk comes as one view, without promises.
 * A head that lies in one chunk is decoded without a copy; if it has only the usual headers, one regular expression reads it.
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
  /**
   * Number of bytes of a delimiter that the last bytes match. The CRLF before the content counts, and the start of the form counts
   * as a CRLF.
   */
  #held: number = LINE_END;
  /** How many of the held bytes come before the content, and so are not content. */
  #before: number = LINE_END;
  #padding = 0;
  #preamble: Preamble | undefined;
  /** Number of bytes before the current chunk. */
  #offset = 0;
  #parts = 0;
  /** The part that has begun and not ended. */
  #part: PartHead | undefined;
  #partBytes = 0;
  #failure: { readonly error: unknown } | undefined;
  #ended = false;

  /**
   * Creates a decoder for one form.
   *
   * @param handler Receives the parts.
   * @param options The boundary, the headers' charset, and the limits.
   * @throws {TypeError} If the boundary is not a string.
   * @throws {MultipartSyntaxError} If the boundary is invalid, or the charset is unknown.
   * @throws {RangeError} If a limit is neither a whole number from 0 nor `Infinity`.
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
   * Decodes the next bytes, and calls the handler before it returns. After an error, each later call throws the same error.
   *
   * @param chunk The next bytes. The handler gets views into them.
   * @throws {MultipartSyntaxError} If the form is malformed.
   * @throws {LimitExceededError} If the form exceeds a limit.
   * @throws {TypeError} If `end` was called before.
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
   * Ends the form: there are no more bytes. If this returns, the form was complete.
   *
   * @throws {MultipartSyntaxError} If the closing delimiter is missing. After an error of `write`, throws that error instead.
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

  /** Reads content up to the next delimiter, or up to the end of the chunk. Returns the index behind the bytes it has read. */
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
      this.#emitHeld();
      if (this.#part === undefined) return start;
    }
    for (;;) {
      const found = delimiter.find(chunk, from);
      const next = found + delimiter.length;
      if (next < chunk.length && goesOn(chunk, next)) {
        from = next;
        continue;
      }
      this.#emit(chunk, start, found);
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

  /** Reads one byte behind a delimiter. */
  #readDelimiterEnd(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    switch (this.#state) {
      case AFTER_DELIMITER:
        if (byte === CR) this.#state = AFTER_CR;
        else if (byte === DASH) {
          this.#held++;
          this.#state = AFTER_DASH;
        } else if (byte === SPACE || byte === TAB) {
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
        else if ((byte !== SPACE && byte !== TAB) || ++this.#padding > MAX_PADDING) {
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

  /** Treats the bytes that looked like a delimiter as content. */
  #returnToBody(at: number): number {
    this.#state = BODY;
    this.#emitHeld();
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
    // The CRLF of the empty line may begin a delimiter, too: then the part has no content.
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

  #emitHeld(): void {
    const held = this.#held;
    const before = this.#before;
    this.#held = 0;
    this.#before = 0;
    if (this.#part === undefined) this.#enterPreamble(held);
    else if (held > before) this.#emit(this.#delimiter.bytes(held, before), 0, held - before);
  }

  /** Begins a preamble: the form does not begin with a delimiter. */
  #enterPreamble(held: number): void {
    this.#preamble = new Preamble(this.#boundary);
    this.#preamble.read(this.#delimiter.bytes(held, LINE_END), 0);
    this.#state = PREAMBLE;
  }

  #emit(chunk: Uint8Array, start: number, end: number): void {
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

/** Whether the line behind a delimiter goes on, so that both are content. False if the chunk ends too early to tell. */
function goesOn(chunk: Uint8Array, next: number): boolean {
  switch (chunk[next]) {
    case undefined:
    case CR:
    case LF:
    case SPACE:
    case TAB:
      return false;
    case DASH:
      return next + 1 < chunk.length && chunk[next + 1] !== DASH;
    default:
      return true;
  }
}
