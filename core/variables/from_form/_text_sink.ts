import { CollectedBytes } from "../../bytes/_collected_bytes.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import type { PartHead } from "../../multipart/part.ts";
import type { TextPart } from "./_collected_form.ts";

/** Collects the bytes of a text part. */
export class TextSink implements TextPart {
  readonly #head: PartHead;
  readonly #maxBytes: number;
  readonly #collected = new CollectedBytes();

  /**
   * @param head The part's headers.
   * @param maxBytes The limit `maxTextBytes`.
   */
  constructor(head: PartHead, maxBytes: number) {
    this.#head = head;
    this.#maxBytes = maxBytes;
  }

  get contentType(): string | undefined {
    // An empty Content-Type counts as missing.
    return this.#head.contentType || undefined;
  }

  get bytes(): Uint8Array {
    return this.#collected.bytes();
  }

  write(chunk: Uint8Array): void {
    if (this.#collected.size + chunk.length > this.#maxBytes) {
      throw new LimitExceededError("maxTextBytes", this.#maxBytes, `part '${this.#head.name}'`);
    }
    this.#collected.append(chunk);
  }
}
