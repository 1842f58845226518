import { GrowingBytes } from "../bytes/_growing_bytes.ts";
import type { StrictDecoder } from "../bytes/_strict_decoder.ts";
import { shorten } from "../errors/_shorten.ts";
import { LimitExceededError } from "../errors/limit_exceeded_error.ts";
import { findHeadEnd, HEAD_END } from "./_find_head_end.ts";
import { headDecoder } from "./_head_decoder.ts";
import { parsePartHead } from "./_parse_part_head.ts";
import { MultipartSyntaxError } from "./multipart_syntax_error.ts";
import type { PartHead } from "./part.ts";

/** The length of the empty line that ends a head. */
const EMPTY_LINE = 2;

/** Reads the heads of parts. One that lies in a chunk whole is not copied. */
export class HeadReader {
  readonly #maxBytes: number;
  readonly #decoder: StrictDecoder;
  /** What former chunks held of the current head. */
  readonly #collected = new GrowingBytes();
  #part = 0;
  #offset = 0;
  #head: PartHead | undefined;

  /**
   * @param maxBytes The limit `maxHeaderBytes`.
   * @param charset The charset of the header lines; `undefined` for UTF-8.
   * @throws {MultipartSyntaxError} If there is no such charset.
   */
  constructor(maxBytes: number, charset: string | undefined) {
    this.#maxBytes = maxBytes;
    const decoder = headDecoder(charset);
    if (decoder === undefined) {
      throw new MultipartSyntaxError(
        `Cannot read the form: its Content-Type names an unknown charset '${shorten(charset ?? "")}'`,
        0,
      );
    }
    this.#decoder = decoder;
  }

  /** The head that was read last. */
  get head(): PartHead | undefined {
    return this.#head;
  }

  /** Begins with the next head, `offset` bytes from the start of the form. */
  begin(offset: number): void {
    this.#part++;
    this.#offset = offset;
  }

  /**
   * Reads on in the head.
   *
   * @returns Where it ends in the chunk; -1 if the chunk ends before.
   */
  read(chunk: Uint8Array, at: number): number {
    const collected = this.#collected;
    const before = collected.length;
    if (before === 0) {
      const end = findHeadEnd(chunk, at, at);
      if (end >= 0) {
        this.#parse(chunk, at, end);
        return end;
      }
    }
    collected.append(chunk, at, this.#maxBytes + HEAD_END - before);
    const end = findHeadEnd(collected.bytes, 0, Math.max(0, before - HEAD_END + 1));
    if (end < 0) {
      // Even if the head ended with the next byte, its lines would be this long.
      this.#checkLength(collected.length - 1);
      return -1;
    }
    this.#parse(collected.bytes, 0, end);
    collected.clear();
    return at + end - before;
  }

  #parse(bytes: Uint8Array, start: number, end: number): void {
    const linesEnd = end - EMPTY_LINE;
    this.#checkLength(linesEnd - start);
    // Of a Buffer, `subarray` would make a Buffer: 7 % of the time that a small form takes.
    const lines = new Uint8Array(bytes.buffer, bytes.byteOffset + start, linesEnd - start);
    try {
      this.#head = parsePartHead(lines, this.#decoder, this.#offset);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new MultipartSyntaxError(
        `Cannot read the headers of part ${this.#part} at byte ${this.#offset}: ${error.message}`,
        this.#offset,
      );
    }
  }

  #checkLength(length: number): void {
    if (length <= this.#maxBytes) return;
    const subject = `the headers of part ${this.#part}`;
    throw new LimitExceededError("maxHeaderBytes", this.#maxBytes, subject);
  }
}
