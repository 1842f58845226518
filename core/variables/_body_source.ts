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
   * Feeds the next chunk.
   *
   * @returns False if there is none, and the parser has nothing against that.
   * @throws What the body or the parser throws.
   */
  async feed(): Promise<boolean> {
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
    return true;
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
