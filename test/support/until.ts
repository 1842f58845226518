import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";

const LOOK_MS = 5;
/** Far more turns of the event loop than any work takes that waits only for this process. */
const MANY_TURNS = 200;

/** Waits until a condition holds. Before each look, all other work gets a turn, also work that waits for immediates. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await sleep(LOOK_MS);
    await turn();
  }
}

/** Waits so many turns that all work in this process gets as far as it can. */
export async function manyTurns(): Promise<void> {
  for (let i = 0; i < MANY_TURNS; i++) await turn();
}

/** Waits until a counter of this process has begun to grow and has stopped. */
export async function settled(count: () => number): Promise<void> {
  for (let before = -1; before !== count() || before === 0; ) {
    before = count();
    await manyTurns();
  }
}
