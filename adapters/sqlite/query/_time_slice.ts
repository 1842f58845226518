import { nextTurn } from "../../../core/_next_turn.ts";

/** How long a query works at once, in milliseconds. SQLite works in the thread of the server, so all other clients wait meanwhile. */
const SLICE_MS = 6;

/** The time for which a query works before others have their turn. */
export class TimeSlice {
  #end = performance.now() + SLICE_MS;

  /** Whether the time is over. */
  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Begins a new one in the next turn of the event loop, if this one is over. */
  async renew(): Promise<void> {
    if (!this.isOver) return;
    await nextTurn();
    this.#end = performance.now() + SLICE_MS;
  }
}
