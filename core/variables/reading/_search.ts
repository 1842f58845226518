import { nextTurn } from "../../_next_turn.ts";

/** Calls of the storage, and records of 16 KiB at most, in one turn of the event loop: some milliseconds of work. */
const STEPS_PER_TURN = 128;

let lastTurn: Promise<void> = Promise.resolve();

/**
 * One walk through many records. However long it is, everybody else has a turn in between, and searches that run at the same
 * time share turns: each has one of its own. A storage may answer without any wait, so that only this makes one.
 */
export class Search {
  readonly #signal: AbortSignal | undefined;
  #steps = 0;

  /** @param signal Ends the search. */
  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * To be awaited before each call of the storage.
   *
   * @throws The signal's reason, once it is aborted.
   */
  async next(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (this.#steps++ < STEPS_PER_TURN) return;
    this.#steps = 1;
    lastTurn = lastTurn.then(nextTurn);
    await lastTurn;
    this.#signal?.throwIfAborted();
  }

  /** Counts records that have come. */
  count(records: number): void {
    this.#steps += records;
  }
}
