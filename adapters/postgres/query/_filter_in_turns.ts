import { nextTurn } from "../../../core/_next_turn.ts";

/** How long members are compared at once, in milliseconds. */
const TURN_MS = 6;

/**
 * Filters a list. Others have their turns meanwhile: to compare a name with a pattern of 4,000 characters may take 25 µs, and a statement
 * returns 10,000 of them.
 */
export async function filterInTurns<T>(
  list: readonly T[],
  isWanted: (member: T) => boolean,
): Promise<readonly T[]> {
  const wanted: T[] = [];
  let end = performance.now() + TURN_MS;
  for (const member of list) {
    if (isWanted(member)) wanted.push(member);
    if (performance.now() < end) continue;
    await nextTurn();
    end = performance.now() + TURN_MS;
  }
  return wanted;
}
