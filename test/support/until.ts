import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";

const LOOK_MS = 5;
/** Far more turns of the event loop than anything takes that waits for nothing outside this process. */
const MANY_TURNS = 200;

/** Waits until a condition holds. Everybody else gets a turn before each look, those that wait for immediates, too. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await sleep(LOOK_MS);
    await turn();
  }
}

/** Gives all that goes on in this process the turns to get as far as it can. */
export async function manyTurns(): Promise<void> {
  for (let i = 0; i < MANY_TURNS; i++) await turn();
}

/** Waits until a count of what is done in this process has begun to grow, and has stopped. */
export async function settled(count: () => number): Promise<void> {
  for (let before = -1; before !== count() || before === 0; ) {
    before = count();
    await manyTurns();
  }
}
