import { nextTurn } from "../../core/_next_turn.ts";

const PAUSE_MS = 20;
/** With the pauses, 5 s on a machine that is fast; elsewhere they last longer, and so does what the storage does meanwhile. */
const LOOKS = 250;

/**
 * Waits until background deletion has taken all that it will.
 *
 * @param look Names what is left.
 * @returns What was still there after many looks between which nothing went.
 */
export async function lastingLeftovers(
  look: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  let left = await look();
  for (let looks = 0; left.length > 0 && looks < LOOKS; looks++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    await nextTurn();
    const now = await look();
    if (now.length < left.length) looks = 0;
    left = now;
  }
  return left;
}
