import { type ChunkReader, openChunks } from "../multipart/_open_chunks.ts";
import type { ByteSource } from "../multipart/byte_source.ts";

/** What takes the bytes of a body. */
export interface BodyParser {
  write(chunk: Uint8Array): void;
  /** The body has ended. */
  end(): void;
}

/** Feeds a body to a parser, chunk by chunk, and ends it as leaving a `for await` does. */
export class BodySource {
  readonly #chunks: ChunkReader;
  readonly #parser: BodyParser;
  #state: "ready" | "waiting" | "ended" = "ready";

  /**
   * @param body The bytes. Nothing is asked for yet.
   * @param parser What takes them.
   */
  constructor(body: ByteSource, parser: BodyParser) {
    this.#chunks = openChunks(body);
    this.#parser = parser;
  }

  /**
   * Feeds chunk after chunk in one go, since of the time of a small body each promise takes its share.
   *
   * @param pauses Says after each chunk whether to stop there. Default: after the first.
   * @returns False if there is no further chunk, and the parser has nothing against that.
   * @throws What the body or the parser throws.
   */
  async feed(pauses: () => boolean = always): Promise<boolean> {
    do {
      this.#state = "waiting";
      let result: IteratorResult<Uint8Array, unknown>;
      try {
        result = await this.#chunks.next();
      } catch (error) {
        this.#state = "ended";
        throw error;
      }
      if (result.done === true) {
        this.#state = "ended";
        this.#parser.end();
        return false;
      }
      this.#state = "ready";
      this.#parser.write(result.value);
    } while (!pauses());
    return true;
  }

  /** Whether the body has ended, or was ended. */
  get hasEnded(): boolean {
    return this.#state === "ended";
  }

  /** Ends the body, unless it has. */
  async end(): Promise<void> {
    const state = this.#state;
    if (state === "ended") return;
    this.#state = "ended";
    const ended = this.#return();
    // A storage that fails while the body is silent must not have to wait for it.
    if (state === "ready") await ended;
  }

  async #return(): Promise<void> {
    try {
      await this.#chunks.return?.();
    } catch {
      // The error for which the body is ended is the one that counts.
    }
  }
}

function always(): boolean {
  return true;
}
