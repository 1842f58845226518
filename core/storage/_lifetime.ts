import type { MaybePromise } from "./storage_driver.ts";
import { StorageError } from "./storage_error.ts";

/** Knows whether a storage is open, and counts the calls that run in it. */
export class Lifetime {
  #isOpen = true;
  #running = 0;
  #resume: () => void = () => {};
  /** Is told why a write has failed. */
  onFailedWrite: (error: unknown) => void = () => {};

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @throws {StorageError} "closed" if the storage was closed. */
  check(): void {
    if (!this.#isOpen) throw closedError();
  }

  /** Makes `end` wait for the result of a driver. Returns the result as a promise. */
  track<T>(running: MaybePromise<T>): Promise<T> {
    if (!(running instanceof Promise)) return Promise.resolve(running);
    this.#running++;
    running.then(this.#settled, this.#settled);
    return running;
  }

  /** As `track`, and tells `onFailedWrite` if it fails. */
  trackWrite<T>(running: MaybePromise<T>): Promise<T> {
    if (!(running instanceof Promise)) return Promise.resolve(running);
    this.#running++;
    running.then(this.#settled, this.#failed);
    return running;
  }

  /** Makes `check` throw from now on. Resolves when no tracked call runs any more. */
  async end(): Promise<void> {
    this.#isOpen = false;
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
    });
  }

  readonly #failed = (error: unknown): void => {
    this.onFailedWrite(error);
    this.#settled();
  };

  readonly #settled = (): void => {
    this.#running--;
    if (this.#running === 0) this.#resume();
  };
}

/** Makes the error that a closed storage gives for each call. */
export function closedError(): StorageError {
  return new StorageError("closed", "Cannot use the storage: it was closed", {
    needsReopening: true,
  });
}
