import { ClientAbortError } from "../errors/client_abort_error.ts";

/** The client of one request. It has gone away when the request is aborted, or the body of the answer is cancelled. */
export class Client {
  readonly #controller = new AbortController();

  /** @param signal The signal of the request. */
  constructor(signal: AbortSignal) {
    if (signal.aborted) this.leave();
    else signal.addEventListener("abort", () => this.leave(), { once: true });
  }

  /** Aborts with a {@linkcode ClientAbortError} when the client goes away. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Records that the client has gone away. */
  leave(): void {
    this.#controller.abort(new ClientAbortError());
  }

  /**
   * Waits for a promise, but only until the client goes away.
   *
   * @param ask Makes the promise. Called at once, unless the client has gone away already.
   * @throws {ClientAbortError} If the client has gone away, or goes away first. The result of the promise is then dropped.
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
