import { nextTurn } from "../_next_turn.ts";
import { checkBodyChunk } from "./_check_body.ts";
import { type ChunkReader, openChunks } from "./_open_chunks.ts";
import type { ByteSource } from "./byte_source.ts";

const NOTHING = new Uint8Array(0);

/** A parser that reads the bytes of a body. */
export interface BodyParser {
  write(chunk: Uint8Array): void;
  /** Tells the parser that the body has ended. */
  end(): void;
}

/** Feeds a body to a parser, chunk by chunk. It can end the body early, as leaving a `for await` loop does. */
export class BodySource {
  readonly #chunks: ChunkReader;
  readonly #parser: BodyParser;
  readonly #sliceBytes: number;
  /** The part of the last chunk that the parser has not got yet. */
  #rest: Uint8Array = NOTHING;
  #state: "ready" | "waiting" | "ended" = "ready";

  /**
   * @param body The bytes. Nothing is read from it yet.
   * @param parser The parser that gets them.
   * @param sliceBytes Number of bytes that the parser gets at once. A larger chunk is cut, and other work gets a turn before each
   * further slice. Default: chunks are not cut.
   */
  constructor(body: ByteSource, parser: BodyParser, sliceBytes: number = Infinity) {
    this.#chunks = openChunks(body);
    this.#parser = parser;
    this.#sliceBytes = sliceBytes;
  }

  /**
   * Feeds chunks to the parser until `pauses` says stop, or the body ends. One call feeds several chunks, since each promise takes
   * a noticeable part of the time of a small body.
   *
   * @param pauses Whether to stop; it is asked after each chunk. Default: stop after the first chunk.
   * @returns False if the body has ended and the parser accepts its end; else true.
   * @throws The errors of the body and of the parser, as they are.
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

  /** Whether the body has ended, has failed, or was ended early. */
  get hasEnded(): boolean {
    return this.#state === "ended";
  }

  /** Ends the body, unless it has ended already. */
  async end(): Promise<void> {
    const state = this.#state;
    if (state === "ended") return;
    this.#state = "ended";
    const ended = this.#return();
    // If a storage fails while a chunk is awaited, its error must not wait for that chunk.
    if (state === "ready") await ended;
  }

  async #return(): Promise<void> {
    try {
      await this.#chunks.return?.();
    } catch {
      // The caller reports the error for which it ends the body, not this one.
    }
  }
}

function always(): boolean {
  return true;
}
