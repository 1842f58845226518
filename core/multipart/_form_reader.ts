import { checkBody, checkBodyChunk } from "../bytes/_check_body.ts";
import { type ChunkReader, openChunks } from "../bytes/_open_chunks.ts";
import type { ByteSource } from "../bytes/byte_source.ts";
import { EventQueue, type FormEvent } from "./_event_queue.ts";
import { MultipartDecoder } from "./multipart_decoder.ts";
import type { MultipartHandler } from "./multipart_handler.ts";
import type { MultipartOptions } from "./multipart_options.ts";
import type { PartHead } from "./part.ts";

/**
 * Reads a form's source chunk by chunk, each only when it is asked to, and keeps the decoder's events until they are taken. After
 * an error, the events before it can still be taken.
 */
export class FormReader implements MultipartHandler {
  readonly #source: ByteSource;
  readonly #decoder: MultipartDecoder;
  #chunks: ChunkReader | undefined;
  #isReading = false;
  #onRead: () => void = () => {};
  readonly #events = new EventQueue();
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  // A read calls these and no asynchronous function, since each promise for a chunk takes a noticeable part of its time.
  readonly #onChunk = (result: IteratorResult<Uint8Array, unknown>) => {
    this.#isReading = false;
    if (!this.#ended) this.#decode(result);
    this.#onRead();
  };
  readonly #onError = (error: unknown) => {
    this.#isReading = false;
    this.#fail(error);
    this.#onRead();
  };

  constructor(source: ByteSource, options: MultipartOptions) {
    checkBody(source);
    this.#source = source;
    this.#decoder = new MultipartDecoder(this, options);
  }

  /** The error after the events that can still be taken; `undefined` if there was none. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** Whether no events follow those that can still be taken: the form is complete, or has failed, or was cancelled. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Takes the next event; `undefined` if more must be read first, or if the form has ended. */
  take(): FormEvent | undefined {
    return this.#events.take();
  }

  /**
   * Reads the next chunk, and then calls back. Calls during a read share it, and only the last one is called back: nobody waits for
   * the others any more.
   */
  pull(onRead: () => void): void {
    this.#onRead = onRead;
    if (this.#isReading) return;
    this.#isReading = true;
    this.#next().then(this.#onChunk, this.#onError);
  }

  #next(): Promise<IteratorResult<Uint8Array, unknown>> {
    try {
      this.#chunks ??= openChunks(this.#source);
      return Promise.resolve(this.#chunks.next());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #decode(result: IteratorResult<Uint8Array, unknown>): void {
    try {
      if (result.done) {
        this.#decoder.end();
        this.#ended = true;
        return;
      }
      checkBodyChunk(result.value);
      this.#decoder.write(result.value);
    } catch (error) {
      this.#fail(error);
      // The caller gets this error at once: it need not wait for the source to end, nor know of errors there.
      if (!result.done) this.#leaveSource().catch(() => {});
    }
  }

  async #leaveSource(): Promise<void> {
    await this.#chunks?.return?.();
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failure = { error };
  }

  /** Ends the source and drops all events. Does not wait for a source that is being read, since that may never answer. */
  async cancel(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#events.clear();
    this.#chunks ??= openChunks(this.#source);
    const left = this.#leaveSource();
    if (this.#isReading) left.catch(() => {});
    else await left;
  }

  partBegin(head: PartHead): void {
    this.#events.add(head);
  }

  partData(chunk: Uint8Array): void {
    this.#events.add(chunk);
  }

  partEnd(): void {
    this.#events.add(null);
  }
}
