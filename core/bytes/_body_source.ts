import { nextTurn } from "../_next_turn.ts";
import { checkBodyChunk } from "./_check_body.ts";
import { type ChunkReader, openChunks } from "./_open_chunks.ts";
import type { ByteSource } from "./byte_source.ts";

const NOTHING = new Uint8Array(0);

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
  readonly #sliceBytes: number;
  /** What of the last chunk is not fed yet. */
  #rest: Uint8Array = NOTHING;
  #state: "ready" | "waiting" | "ended" = "ready";

  /**
   * @param body The bytes. Nothing is asked for yet.
   * @param parser What takes them.
   * @param sliceBytes How much the parser gets at once: of a larger chunk all others have turns in between. Default all.
   */
  constructor(body: ByteSource, parser: BodyParser, sliceBytes: number = Infinity) {
    this.#chunks = openChunks(body);
    this.#parser = parser;
    this.#sliceBytes = sliceBytes;
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
        result = this.#rest.length > 0 ? await this.#nextSlice() : await this.#chunks.next();
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
      checkBodyChunk(result.value);
      this.#parser.write(this.#slice(result.value));
    } while (!pauses());
    return true;
  }

  async #nextSlice(): Promise<IteratorResult<Uint8Array, undefined>> {
    await nextTurn();
    return { done: false, value: this.#rest };
  }

  #slice(chunk: Uint8Array): Uint8Array {
    if (chunk.length <= this.#sliceBytes) {
      this.#rest = NOTHING;
      return chunk;
    }
    this.#rest = chunk.subarray(this.#sliceBytes);
    return chunk.subarray(0, this.#sliceBytes);
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
