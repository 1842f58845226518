import { DeadlineError } from "./_storage_error.ts";

interface Waiting {
  readonly begin: () => void;
  readonly fail: (error: Error) => void;
}

/**
 * Lets only some windows move at once, and the others wait in their order. They wait as long as windows come to an end. If none has
 * for too long, the database does not answer, and those who wait do not try it one after the other.
 */
export class WindowTurns {
  readonly #max: number;
  readonly #limitMs: number;
  readonly #waiting: Waiting[] = [];
  #moving = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param max How many may move at once.
   * @param limitMs The longest time without the end of a window, in milliseconds.
   */
  constructor(max: number, limitMs: number) {
    this.#max = max;
    this.#limitMs = limitMs;
  }

  /** Moves a window when it is its turn. */
  async run<T>(move: () => Promise<T>): Promise<T> {
    if (this.#moving < this.#max) this.#moving++;
    else await this.#wait();
    try {
      const result = await move();
      this.#restartTimer();
      return result;
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#moving--;
      else next.begin();
      if (this.#waiting.length === 0) this.#stopTimer();
    }
  }

  #wait(): Promise<void> {
    return new Promise((begin, fail) => {
      this.#waiting.push({ begin, fail });
      if (this.#timer === undefined) this.#restartTimer();
    });
  }

  #restartTimer(): void {
    this.#stopTimer();
    if (this.#waiting.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const error = new DeadlineError(
        `the database moved no bytes within ${this.#limitMs} ms, and others wait, too`,
      );
      for (const { fail } of this.#waiting.splice(0)) fail(error);
    }, this.#limitMs);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
