import assert from "node:assert/strict";
import { nextTurn } from "../../core/_next_turn.ts";

const TURNS = 2_000;

/**
 * Expects that each turn of code that waits by `nextTurn` is a turn of the event loop, too.
 *
 * @param turn Runs a function in the next turn.
 */
export async function expectTurns(turn: (run: () => void) => void): Promise<void> {
  let others = 0;
  let done = false;
  const count = () => {
    others++;
    if (!done) turn(count);
  };
  turn(count);
  for (let i = 0; i < TURNS; i++) await nextTurn();
  done = true;
  assert.ok(others >= TURNS - 1, `${others} turns of others beside ${TURNS}`);
}
