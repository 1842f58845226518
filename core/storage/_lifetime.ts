import type { MaybePromise } from "./storage_driver.ts";
import { StorageError } from "./storage_error.ts";

/** Whether a storage is open, and what is under way in it. */
export class Lifetime {
  #isOpen = true;
  #running = 0;
  #resume: () => void = () => {};

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @throws {StorageError} "closed" if the storage was closed. */
  check(): void {
    if (!this.#isOpen) throw closedError();
  }

  /** Has `end` wait for what a driver answers, and makes a promise of it. */
  track<T>(running: MaybePromise<T>): Promise<T> {
    if (!(running instanceof Promise)) return Promise.resolve(running);
    this.#running++;
    running.then(this.#settled, this.#settled);
    return running;
  }

  /** Refuses everything from now on. Resolves when nothing is under way any more. */
  async end(): Promise<void> {
    this.#isOpen = false;
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#resume = resolve;
    });
  }

  readonly #settled = (): void => {
    this.#running--;
    if (this.#running === 0) this.#resume();
  };
}

/** The error of everything that a closed storage is asked for. */
export function closedError(): StorageError {
  return new StorageError("closed", "Cannot use the storage: it was closed");
}
