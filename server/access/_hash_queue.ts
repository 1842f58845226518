import { OverloadedError } from "../../core/errors/overloaded_error.ts";

/** Hashes that are worked on at once. Node has four threads for hashes and files together, so files keep two of them. */
const AT_ONCE = 2;
/** Hashes that wait. At some 60 ms each, the last one waits for two seconds. */
const MAX_WAITING = 64;

/** Lets few hashes be worked on at once, and few wait. */
export class HashQueue {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /**
   * Runs work, now or when it is its turn.
   *
   * @param work Makes a hash.
   * @throws {OverloadedError} If too much waits already.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) await this.#turn();
    else this.#running++;
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) {
      throw new OverloadedError(
        "Cannot check the password: too many are being checked; send the request again",
      );
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the turn to the next one. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running--;
    else next();
  }
}
