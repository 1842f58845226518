import { checkBody, checkBodyChunk } from "../bytes/_check_body.ts";
import { type ChunkReader, openChunks } from "../bytes/_open_chunks.ts";
import type { ByteSource } from "../bytes/byte_source.ts";
import { MultipartDecoder } from "./multipart_decoder.ts";
import type { MultipartHandler } from "./multipart_handler.ts";
import type { MultipartOptions } from "./multipart_options.ts";
import type { PartHead } from "./part.ts";

/** The head of a part, a piece of its content, or `null` for its end. */
export type FormEvent = PartHead | Uint8Array | null;

/**
 * Reads a form's source chunk by chunk, each only when it is asked to, and keeps the decoder's events until they are taken. After
 * an error, the events before it can still be taken.
 */
export class FormReader implements MultipartHandler {
  readonly #source: ByteSource;
  readonly #decoder: MultipartDecoder;
  #chunks: ChunkReader | undefined;
  #pulling: Promise<void> | undefined;
  #events: FormEvent[] = [];
  #taken = 0;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

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
    if (this.#taken === this.#events.length) return undefined;
    const event = this.#events[this.#taken++];
    if (this.#taken === this.#events.length) {
      this.#events = [];
      this.#taken = 0;
    }
    return event;
  }

  /** Reads the next chunk. Never rejects. Calls during a read share it. */
  pull(): Promise<void> {
    this.#pulling ??= this.#read();
    return this.#pulling;
  }

  async #read(): Promise<void> {
    let result: IteratorResult<Uint8Array, unknown>;
    try {
      this.#chunks ??= openChunks(this.#source);
      result = await this.#chunks.next();
    } catch (error) {
      this.#fail(error);
      return;
    } finally {
      this.#pulling = undefined;
    }
    if (this.#ended) return;
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
    this.#events = [];
    this.#taken = 0;
    this.#chunks ??= openChunks(this.#source);
    const left = this.#leaveSource();
    if (this.#pulling === undefined) await left;
    else left.catch(() => {});
  }

  partBegin(head: PartHead): void {
    this.#events.push(head);
  }

  partData(chunk: Uint8Array): void {
    this.#events.push(chunk);
  }

  partEnd(): void {
    this.#events.push(null);
  }
}
