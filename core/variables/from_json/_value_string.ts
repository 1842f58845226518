import { Base64Decoder } from "../../base64/_base64_decoder.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import { unconvertible } from "../errors/_refusals.ts";

/** Up to this length the string is held as text, whatever it turns out to be. */
const HELD_LENGTH = 65_536;
/** As much as a message may show. */
const HEAD_LENGTH = 1_000;

/** What a {@linkcode ValueString} works with. */
export interface ValueStringOptions {
  /** Bytes of the document before the string. */
  readonly start: number;
  readonly maxValueBytes: number;
  /** Up to this length the text can be told again from its bytes. */
  readonly maxText: number;
  /**
   * What is known of the type: that its values are text, or that they are bytes, and its name as it was sent. Nothing if the
   * type comes later.
   */
  readonly type: "text" | { readonly bytes: string } | undefined;
}

/**
 * Takes the string of the member `value`. While it is short it is held. Once it is long it is decoded as base64, since nothing
 * else may be of any size; what then proves to be none can be told again.
 */
export class ValueString {
  readonly #options: ValueStringOptions;
  /** What is held: all of it, or what came after it was no base64 any more. */
  #held: string[] = [];
  #heldLength = 0;
  #isText: boolean;
  #head = "";
  #decoder: Base64Decoder | undefined;
  #queue: Uint8Array[] = [];
  #size = 0;
  #end: number | undefined;

  /** @param options What to read by. */
  constructor(options: ValueStringOptions) {
    this.#options = options;
    this.#isText = options.type === "text";
  }

  /** Whether it is decoded, so that it has to be taken before the document's next chunk is asked for. */
  get isDecoded(): boolean {
    return this.#decoder !== undefined;
  }

  /** Whether it is decoded and has proved to be no base64. */
  get isBroken(): boolean {
    if (this.#decoder === undefined) return false;
    return !(this.#end === undefined ? this.#decoder.ok : this.#decoder.isWhole);
  }

  /** All of it, if it is not decoded. */
  get text(): string {
    return this.#held.join("");
  }

  /**
   * How many bytes of the document are not bounded as the rest of it is: those that are decoded, or may be.
   *
   * @param total The document's bytes so far.
   */
  streamedBytes(total: number): number {
    if (this.#isText || this.isBroken) return 0;
    return (this.#end ?? total) - this.#options.start;
  }

  write(piece: string): void {
    if (this.#decoder?.ok) {
      this.#decode(this.#decoder, piece);
      return;
    }
    this.#held.push(piece);
    this.#heldLength += piece.length;
    if (this.#isText || this.#heldLength <= HELD_LENGTH || this.isBroken) return;
    const text = this.text;
    this.#head = text.slice(0, HEAD_LENGTH);
    this.#held = [];
    this.#decoder = new Base64Decoder(this.#options.maxText);
    this.#decode(this.#decoder, text);
    if (!this.isBroken) return;
    // Most texts that are none are so from the start: nothing was handed on yet.
    this.#queue = [];
    this.#becomeText(text);
  }

  /** @param end Bytes of the document up to the string's end. */
  finish(end: number): void {
    this.#end = end;
    this.#refuseBroken();
  }

  /**
   * The bytes as they come, of a string that is decoded; they end early if it proves to be no base64.
   *
   * @param readOn Feeds the document's next chunk, or throws.
   */
  async *chunks(readOn: () => Promise<unknown>): AsyncGenerator<Uint8Array> {
    for (;;) {
      const taken = this.#queue;
      this.#queue = [];
      yield* taken;
      if (this.#end !== undefined || this.isBroken) return;
      await readOn();
    }
  }

  /**
   * The text of a string that is decoded.
   *
   * @param encoded All bytes that came of it, encoded again.
   */
  restore(encoded: string): string {
    return (this.#decoder?.restore(encoded) ?? "") + this.text;
  }

  /**
   * Goes on as text, after having proved to be no base64.
   *
   * @param encoded All bytes that came of it, encoded again.
   */
  resumeAsText(encoded: string): void {
    this.#becomeText(this.restore(encoded));
  }

  #becomeText(text: string): void {
    this.#held = [text];
    this.#decoder = undefined;
    this.#isText = true;
  }

  #decode(decoder: Base64Decoder, piece: string): void {
    const bytes = decoder.write(piece);
    const { maxValueBytes } = this.#options;
    this.#size += bytes.length;
    if (this.#size > maxValueBytes) {
      throw new LimitExceededError("maxValueBytes", maxValueBytes, "member 'value'");
    }
    if (bytes.length > 0) this.#queue.push(bytes);
    if (!decoder.ok) this.#refuseBroken();
  }

  /** If it must be bytes, there is nothing to wait for. */
  #refuseBroken(): void {
    const { type } = this.#options;
    if (typeof type !== "object") return;
    if (this.isBroken) throw unconvertible(this.#head, type.bytes, "[B");
  }
}
