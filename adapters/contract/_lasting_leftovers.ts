import { nextTurn } from "../../core/_next_turn.ts";

const PAUSE_MS = 20;
/** With the pauses, this takes 5 s on a fast machine. On a slow machine the pauses are longer, and so is the storage's work. */
const LOOKS = 250;

/**
 * Waits until background deletion makes no more progress.
 *
 * @param look Names the leftovers.
 * @param pauseMs The pause between two looks, in milliseconds. Default: 20.
 * @returns The leftovers that did not become fewer in 250 looks.
 */
export async function lastingLeftovers(
  look: () => Promise<readonly string[]>,
  pauseMs: number = PAUSE_MS,
): Promise<readonly string[]> {
  let left = await look();
  for (let looks = 0; left.length > 0 && looks < LOOKS; looks++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    await nextTurn();
    const now = await look();
    if (now.length < left.length) looks = 0;
    left = now;
  }
  return left;
}
