import { nextTurn } from "../../core/_next_turn.ts";

/**
 * What all uploads together copy before others get their turn. A socket that always has bytes gives 2 MiB in one, so a
 * single upload never waits. Four at once gave 8 MiB: turns of 14 ms at p99, now of 10, at the same speed.
 */
const BYTES_PER_TURN = 2_097_152;

/** Shares the turns of the event loop between all who copy bytes and the rest of the process. */
export class TurnBudget {
  #spent = 0;
  #next: Promise<void> | undefined;

  /** Counts bytes that were copied. @returns What to wait for before more are, once that were enough for this turn. */
  spend(bytes: number): Promise<void> | undefined {
    this.#spent += bytes;
    this.#next ??= nextTurn().then(() => {
      this.#spent = 0;
      this.#next = undefined;
    });
    return this.#spent < BYTES_PER_TURN ? undefined : this.#next;
  }
}
