/** The longest that a timer waits; told to wait longer, it would not wait at all. Milliseconds. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

/**
 * Checks a time that is set by the caller.
 *
 * @param name The option's name.
 * @param milliseconds `Infinity` for no end.
 * @param least The least that is fine.
 * @throws {RangeError} If it is none, or longer than a timer can wait.
 */
export function checkMilliseconds(name: string, milliseconds: number, least: number): void {
  if (milliseconds === Number.POSITIVE_INFINITY) return;
  if (milliseconds >= least && milliseconds <= MAX_TIMER_MS) return;
  throw new RangeError(
    `Cannot set '${name}' to ${milliseconds}: give milliseconds from ${least} to ${MAX_TIMER_MS}, or Infinity`,
  );
}
