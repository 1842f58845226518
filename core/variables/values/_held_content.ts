import { CollectedBytes } from "../../bytes/_collected_bytes.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";

/** Up to this many bytes, a content is held in memory until it has ended: its type may come after it. */
const HELD_BYTES = 65_536;

/** Holds the bytes of a content in memory while they are few, and passes them on to a stage once they are more. */
export class HeldContent {
  readonly #subject: string;
  readonly #maxBytes: number;
  readonly #held = new CollectedBytes();
  /** Bytes to pass on. Apart from the held ones, they are views of the body's current chunk, valid until the next chunk. */
  #queue: Uint8Array[] = [];
  #size = 0;
  #ended = false;

  /**
   * @param subject The name of the content in a message, as in `part 'data'`.
   * @param maxBytes The limit `maxValueBytes`.
   */
  constructor(subject: string, maxBytes: number) {
    this.#subject = subject;
    this.#maxBytes = maxBytes;
  }

  /** Whether the content is larger than what is held. Its bytes must then be taken before the body's next chunk is read. */
  get overflows(): boolean {
    return this.#size > HELD_BYTES;
  }

  /** The held bytes: all bytes of the part, unless it overflows. */
  get held(): Uint8Array {
    return this.#held.bytes();
  }

  write(chunk: Uint8Array): void {
    const overflowed = this.overflows;
    this.#size += chunk.length;
    if (this.#size > this.#maxBytes) {
      throw new LimitExceededError("maxValueBytes", this.#maxBytes, this.#subject);
    }
    if (this.overflows) {
      if (!overflowed && this.#held.size > 0) this.#queue.push(this.held);
      this.#queue.push(chunk);
    } else {
      this.#held.append(chunk);
    }
  }

  end(): void {
    this.#ended = true;
  }

  /**
   * Yields the bytes of a content that overflows while they arrive.
   *
   * @param readOn Reads the body's next chunk into this content, or throws.
   */
  async *chunks(readOn: () => Promise<unknown>): AsyncGenerator<Uint8Array> {
    for (;;) {
      yield* this.#take();
      if (this.#ended) return;
      await readOn();
    }
  }

  #take(): readonly Uint8Array[] {
    const taken = this.#queue;
    this.#queue = [];
    return taken;
  }
}
