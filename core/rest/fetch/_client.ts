import { ClientAbortError } from "../errors/client_abort_error.ts";

/** Whoever waits for the answer to one request: there until the request is aborted, or the body of the answer is cancelled. */
export class Client {
  readonly #controller = new AbortController();

  /** @param signal The request's own. */
  constructor(signal: AbortSignal) {
    if (signal.aborted) this.leave();
    else signal.addEventListener("abort", () => this.leave(), { once: true });
  }

  /** Aborted by a {@linkcode ClientAbortError} once the client has gone. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Says that the client has gone. */
  leave(): void {
    this.#controller.abort(new ClientAbortError());
  }

  /**
   * Waits for something, but no longer than the client is there.
   *
   * @param ask Called at once, unless the client has gone already.
   * @throws {ClientAbortError} If the client has gone, or goes before. What becomes of the promise then, nobody is told.
   */
  waitFor<T>(ask: () => Promise<T>): Promise<T> {
    const { signal } = this;
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const leave = () => reject(signal.reason);
      const settle = () => signal.removeEventListener("abort", leave);
      signal.addEventListener("abort", leave);
      ask().then(resolve, reject).finally(settle);
    });
  }
}
