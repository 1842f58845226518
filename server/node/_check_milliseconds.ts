/** The longest delay of a timer. With a longer one, a timer of Node fires after 1 ms. Milliseconds. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

/**
 * Checks an option that is a time.
 *
 * @param name The option's name.
 * @param milliseconds The time; `Infinity` for no limit.
 * @param least The shortest time that is allowed.
 * @throws {RangeError} If the time is not a number, is too short, or is longer than a timer can wait.
 */
export function checkMilliseconds(name: string, milliseconds: number, least: number): void {
  if (milliseconds === Number.POSITIVE_INFINITY) return;
  if (milliseconds >= least && milliseconds <= MAX_TIMER_MS) return;
  throw new RangeError(
    `Cannot set '${name}' to ${milliseconds}: give milliseconds from ${least} to ${MAX_TIMER_MS}, or Infinity`,
  );
}
