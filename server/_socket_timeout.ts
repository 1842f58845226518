/** The longest that a timer waits; told to wait longer, it would not wait at all. Milliseconds. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

/**
 * Checks a time that is set by the caller, and gives it as Node's sockets take it, where 0 means none.
 *
 * @param name The option's name.
 * @param milliseconds Above 0; `Infinity` for none.
 * @throws {RangeError} If it is none, or longer than a timer can wait.
 */
export function socketTimeout(name: string, milliseconds: number): number {
  if (milliseconds === Number.POSITIVE_INFINITY) return 0;
  if (milliseconds >= 1 && milliseconds <= MAX_TIMER_MS) return milliseconds;
  throw new RangeError(
    `Cannot set '${name}' to ${milliseconds}: give milliseconds from 1 to ${MAX_TIMER_MS}, or Infinity`,
  );
}
