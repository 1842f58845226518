import { Base64Decoder } from "../../base64/_base64_decoder.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import { unconvertible } from "../errors/_refusals.ts";

/** Up to this many characters, the string is held as text. */
const HELD_LENGTH = 65_536;
/** Number of characters that are kept for a message. */
const HEAD_LENGTH = 1_000;

/** The options of a {@linkcode ValueString}. */
export interface ValueStringOptions {
  /** Offset of the string in the document, in bytes. */
  readonly start: number;
  readonly maxValueBytes: number;
  /** The largest length in characters of a text that can be restored after it was decoded. */
  readonly maxText: number;
  /**
   * `"text"` if the variable's type is known and its values are text; the type's name, as it was sent, if its values are bytes;
   * `undefined` if the type comes later.
   */
  readonly type: "text" | { readonly bytes: string } | undefined;
}

/**
 * Takes the string of the member `value`. A short string is held as text. A long one is decoded as base64, since only bytes may be
 * of any size. If it then proves not to be base64, the text can be restored.
 */
export class ValueString {
  readonly #options: ValueStringOptions;
  /** The pieces that are held: all pieces, or those behind the place where the string proved not to be base64. */
  #held: string[] = [];
  #heldLength = 0;
  #isText: boolean;
  #head = "";
  #decoder: Base64Decoder | undefined;
  #queue: Uint8Array[] = [];
  #size = 0;
  #end: number | undefined;

  /** @param options The limits, and what is known about the type. */
  constructor(options: ValueStringOptions) {
    this.#options = options;
    this.#isText = options.type === "text";
  }

  /** Whether the string is decoded. Its bytes must then be taken before the document's next chunk is read. */
  get isDecoded(): boolean {
    return this.#decoder !== undefined;
  }

  /** Whether the string is decoded and has proved not to be base64. */
  get isBroken(): boolean {
    if (this.#decoder === undefined) return false;
    return !(this.#end === undefined ? this.#decoder.ok : this.#decoder.isWhole);
  }

  /** The whole string, if it is not decoded. */
  get text(): string {
    return this.#held.join("");
  }

  /**
   * The number of bytes in the document that are decoded or may still be. The limit for text does not count them.
   *
   * @param total Number of bytes of the document so far.
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
    // Most texts that are not base64 have a wrong character early. None of their bytes was taken yet.
    this.#queue = [];
    this.#becomeText(text);
  }

  /**
   * Ends the string.
   *
   * @param end Offset of its end in the document, in bytes.
   * @throws {InvalidVariableError} If it must be base64 by its type and is not.
   */
  finish(end: number): void {
    this.#end = end;
    this.#refuseBroken();
  }

  /**
   * Yields the decoded bytes while they arrive. They end early if the string proves not to be base64.
   *
   * @param readOn Reads the document's next chunk into this string, or throws.
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
   * Restores the text of a string that was decoded.
   *
   * @param encoded All decoded bytes, encoded again.
   */
  restore(encoded: string): string {
    return (this.#decoder?.restore(encoded) ?? "") + this.text;
  }

  /**
   * Restores the text of a string that proved not to be base64, and goes on as text.
   *
   * @param encoded All decoded bytes, encoded again.
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

  /** Throws if the string must be base64 by its type and is not. */
  #refuseBroken(): void {
    const { type } = this.#options;
    if (typeof type !== "object") return;
    if (this.isBroken) throw unconvertible(this.#head, type.bytes, "[B");
  }
}
