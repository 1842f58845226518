import { CollectedBytes } from "../bytes/_collected_bytes.ts";
import type { StrictDecoder } from "../bytes/_strict_decoder.ts";
import { shorten } from "../errors/_shorten.ts";
import { LimitExceededError } from "../errors/limit_exceeded_error.ts";
import { findHeadEnd, HEAD_END } from "./_find_head_end.ts";
import { headDecoder } from "./_head_decoder.ts";
import { parsePartHead } from "./_parse_part_head.ts";
import { MultipartSyntaxError } from "./multipart_syntax_error.ts";
import type { PartHead } from "./part.ts";

/** The length in bytes of the empty line that ends a head. */
const EMPTY_LINE = 2;

/** Reads the heads of parts. A head is copied only if it is cut over several chunks. */
export class HeadReader {
  readonly #maxBytes: number;
  readonly #decoder: StrictDecoder;
  /** The beginning of the current head, from earlier chunks. */
  readonly #collected = new CollectedBytes();
  #part = 0;
  #offset = 0;
  #head: PartHead | undefined;

  /**
   * @param maxBytes The limit `maxHeaderBytes`.
   * @param charset The charset of the header lines; `undefined` for UTF-8.
   * @throws {MultipartSyntaxError} If the charset is unknown.
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

  /** The latest head that was read whole. */
  get head(): PartHead | undefined {
    return this.#head;
  }

  /** Begins the next head, which starts `offset` bytes after the start of the form. */
  begin(offset: number): void {
    this.#part++;
    this.#offset = offset;
  }

  /**
   * Reads more bytes of the head.
   *
   * @returns The index in the chunk behind the head; -1 if the chunk ends before the head does.
   */
  read(chunk: Uint8Array, at: number): number {
    const collected = this.#collected;
    const before = collected.size;
    if (before === 0) {
      const end = findHeadEnd(chunk, at, at);
      if (end >= 0) {
        this.#parse(chunk, at, end);
        return end;
      }
    }
    collected.append(chunk.subarray(at, at + this.#maxBytes + HEAD_END - before));
    const bytes = collected.bytes();
    const end = findHeadEnd(bytes, 0, Math.max(0, before - HEAD_END + 1));
    if (end < 0) {
      // The lines would be this long even if the next byte ended the head.
      this.#checkLength(bytes.length - 1);
      return -1;
    }
    this.#parse(bytes, 0, end);
    collected.clear();
    return at + end - before;
  }

  #parse(bytes: Uint8Array, start: number, end: number): void {
    const linesEnd = end - EMPTY_LINE;
    this.#checkLength(linesEnd - start);
    // Not `subarray`: it would make a Buffer of a Buffer, which takes 7 % of the time of a small form.
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
