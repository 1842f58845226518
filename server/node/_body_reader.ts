import type { IncomingMessage, ServerResponse } from "node:http";
import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import { BodyPace, type BodyPatience } from "./_body_pace.ts";
import type { ConnectionClock } from "./_connection_clock.ts";
import { expectsContinue } from "./_expects_continue.ts";

/** With this many bytes in the queue, the request is paused until the consumer has read them. Back-pressure. */
const READ_AHEAD_BYTES = 65_536;

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** A consumer that waits for the next chunk. */
interface Waiter {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: Error): void;
}

/**
 * Reads the body of a request as it comes, and never destroys the request.
 *
 * Node's own iterator destroys the request when a consumer stops early. A client that writes its whole body before it reads the
 * answer would then be cut off, or wait for ever. Here `return` only stops the delivery. The request stays paused, and the code that
 * sends the answer drains it.
 */
export class BodyReader implements AsyncIterator<Uint8Array, undefined> {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #clock: ConnectionClock;
  readonly #pace: BodyPace;
  readonly #onTick = () => this.#tick();
  readonly #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #waiter: Waiter | undefined;
  #started = false;
  #ended = false;
  #stopped = false;
  #error: Error | undefined;

  /**
   * @param request The request.
   * @param response Its answer, for `100 Continue`.
   * @param clock The clock of its connection.
   * @param patience How long to wait for it.
   */
  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    clock: ConnectionClock,
    patience: BodyPatience,
  ) {
    this.#request = request;
    this.#response = response;
    this.#clock = clock;
    this.#pace = new BodyPace(patience);
  }

  /** Reads the next chunk. Rejects with a {@linkcode ClientAbortError} if the body was cut off, with a 408 if it comes too slowly. */
  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (!this.#started) this.#start();
    const value = this.#queue.shift();
    if (value !== undefined) {
      this.#queuedBytes -= value.length;
      if (this.#queue.length === 0 && this.#request.isPaused()) this.#request.resume();
      return Promise.resolve({ done: false, value });
    }
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#ended || this.#stopped) return Promise.resolve(END);
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  /** Stops the delivery. Nothing more of the body is read until the request is drained. */
  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#stopped = true;
    this.#queue.length = 0;
    this.#clock.unwatch(this.#onTick);
    if (this.#started && !this.#ended) this.#request.pause();
    this.#wake()?.resolve(END);
    return Promise.resolve(END);
  }

  #start(): void {
    this.#started = true;
    const request = this.#request;
    if (request.destroyed) {
      this.#error = new ClientAbortError();
      return;
    }
    if (expectsContinue(request)) this.#response.writeContinue();
    request.on("data", (chunk: Uint8Array) => this.#take(chunk));
    request.on("end", () => {
      this.#ended = true;
      this.#clock.unwatch(this.#onTick);
      this.#wake()?.resolve(END);
    });
    request.on("close", () => {
      if (!this.#ended) this.#fail(new ClientAbortError());
    });
    this.#clock.watch(this.#onTick);
  }

  /** Counts a tick of the clock. It counts against the client only while a consumer waits. */
  #tick(): void {
    if (this.#waiter === undefined) return;
    const error = this.#pace.tick();
    if (error !== undefined) this.#fail(error);
  }

  #take(value: Uint8Array): void {
    if (this.#stopped) return;
    this.#pace.take(value.length);
    const waiter = this.#wake();
    if (waiter !== undefined) {
      waiter.resolve({ done: false, value });
      return;
    }
    this.#queue.push(value);
    this.#queuedBytes += value.length;
    if (this.#queuedBytes >= READ_AHEAD_BYTES) this.#request.pause();
  }

  #fail(error: Error): void {
    this.#clock.unwatch(this.#onTick);
    this.#error ??= error;
    this.#wake()?.reject(this.#error);
  }

  /** Removes the waiter and returns it. From now on the client does not keep the server waiting. */
  #wake(): Waiter | undefined {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    return waiter;
  }
}
