import type { IncomingMessage, ServerResponse } from "node:http";
import { ClientAbortError } from "./_client_abort_error.ts";
import { expectsContinue } from "./_expects_continue.ts";
import { HttpError } from "./_http_error.ts";

/** More than this waiting to be asked for, and the connection is not read any further. Bytes. */
const READ_AHEAD_BYTES = 65_536;

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Someone who waits for the next chunk. */
interface Waiter {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: Error): void;
}

/**
 * Reads the body of a request as it comes, and leaves the request alive.
 *
 * Node's own iterator destroys the request when a consumer stops early, which cuts off a client that writes its whole body
 * before it reads the answer, or leaves it hanging. Here `return` only stops the delivery: the request stays paused, and
 * whoever answers drains it.
 */
export class BodyReader implements AsyncIterator<Uint8Array, undefined> {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #idleMs: number;
  readonly #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #waiter: Waiter | undefined;
  #clockRuns = false;
  #started = false;
  #ended = false;
  #stopped = false;
  #error: Error | undefined;

  /**
   * @param request The request.
   * @param response Its answer, for `100 Continue`.
   * @param idleMs How long to wait for the client's next bytes. Milliseconds.
   */
  constructor(request: IncomingMessage, response: ServerResponse, idleMs: number) {
    this.#request = request;
    this.#response = response;
    this.#idleMs = idleMs;
  }

  /** Rejects with a {@linkcode ClientAbortError} if the body was cut off, with a 408 if nothing came for too long. */
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
    // A small body comes in the same turn as its head. The clock, which would cost more than such a wait, is put on after it.
    queueMicrotask(() => this.#startClock());
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  /** Stops the delivery. What the client still sends is not read until somebody drains the request. */
  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#stopped = true;
    this.#queue.length = 0;
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
      this.#wake()?.resolve(END);
    });
    request.on("close", () => {
      if (!this.#ended) this.#fail(new ClientAbortError());
    });
    request.on("timeout", () => this.#fail(idle()));
  }

  #startClock(): void {
    if (this.#waiter === undefined) return;
    this.#clockRuns = true;
    this.#request.socket.setTimeout(this.#idleMs);
  }

  #take(value: Uint8Array): void {
    if (this.#stopped) return;
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
    this.#error ??= error;
    this.#wake()?.reject(this.#error);
  }

  /** Takes the waiter, and with it the clock off: from here on the client waits for us. */
  #wake(): Waiter | undefined {
    const waiter = this.#waiter;
    if (waiter === undefined) return undefined;
    this.#waiter = undefined;
    if (this.#clockRuns) this.#request.socket.setTimeout(0);
    this.#clockRuns = false;
    return waiter;
  }
}

function idle(): HttpError {
  return new HttpError(
    408,
    "ClientErrorException",
    "Cannot read the request body: the client stopped sending it",
    { Connection: "close" },
  );
}
