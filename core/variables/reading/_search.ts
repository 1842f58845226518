import { nextTurn } from "../../_next_turn.ts";

/** Calls of the storage, and records of 16 KiB at most, in one turn of the event loop: some milliseconds of work. */
const STEPS_PER_TURN = 128;

let lastTurn: Promise<void> = Promise.resolve();

/**
 * A walk through many records. Other work of the event loop gets turns in between, however long the walk is, and each of
 * several searches has turns of its own. Some storages answer without waiting, so only this class makes the search wait.
 */
export class Search {
  readonly #signal: AbortSignal | undefined;
  #steps = 0;

  /** @param signal Ends the search. */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * Waits for the next turn if there was enough work in this one. Called before each call of the storage.
   *
   * @throws The signal's reason, once it is aborted.
   */
  async next(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (this.#steps++ < STEPS_PER_TURN) return;
    await this.#nextTurn();
    this.#steps = 1;
  }

  /**
   * Counts work that is about to be done without a call of the storage.
   *
   * @param steps How much it is: one step takes about 25 µs.
   * @returns A promise if there was enough work in this turn, so that the caller waits for the next one.
   */
  spend(steps: number): Promise<void> | undefined {
    this.#steps += steps;
    return this.#steps < STEPS_PER_TURN ? undefined : this.#nextTurn();
  }

  /** Counts records that the storage returned. */
  count(records: number): void {
    this.#steps += records;
  }

  /** Makes the next step wait for a turn, after a call that may have been a turn's work. */
  endTurn(): void {
    this.#steps = STEPS_PER_TURN;
  }

  async #nextTurn(): Promise<void> {
    this.#steps = 0;
    lastTurn = lastTurn.then(nextTurn);
    await lastTurn;
    this.#signal?.throwIfAborted();
  }
}
