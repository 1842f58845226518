import { type ChunkReader, openChunks } from "../../../core/bytes/_open_chunks.ts";
import type { ByteSource } from "../../../core/bytes/byte_source.ts";

/** Is told what is read of a body. */
export interface SourceListener {
  append(chunk: Uint8Array): void;
  /** The body was read to its end. */
  endBody(): void;
}

/** A body that tells a listener what is read of it. It is not touched before it is iterated. */
export class RecordedSource implements AsyncIterable<Uint8Array> {
  readonly #source: ByteSource;
  readonly #listener: SourceListener;
  /** Whether somebody has begun to read. */
  isOpen = false;

  constructor(source: ByteSource, listener: SourceListener) {
    this.#source = source;
    this.#listener = listener;
  }

  /** Opens the body, with the errors that it has if it is opened without a journal. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    this.isOpen = true;
    return new RecordingReader(openChunks(this.#source), this.#listener);
  }
}

class RecordingReader implements AsyncIterator<Uint8Array, undefined> {
  readonly #chunks: ChunkReader;
  readonly #listener: SourceListener;

  constructor(chunks: ChunkReader, listener: SourceListener) {
    this.#chunks = chunks;
    this.#listener = listener;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const result = await this.#chunks.next();
    if (result.done === true) {
      this.#listener.endBody();
      return { done: true, value: undefined };
    }
    // A source of plain JavaScript may yield anything. Its reader refuses it.
    if (result.value instanceof Uint8Array) this.#listener.append(result.value);
    return result;
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    await this.#chunks.return?.();
    return { done: true, value: undefined };
  }
}
