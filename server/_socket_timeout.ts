import { checkMilliseconds } from "./_check_milliseconds.ts";

/**
 * Checks a time that is set by the caller, and gives it as Node's sockets take it, where 0 means none.
 *
 * @param name The option's name.
 * @param milliseconds Above 0; `Infinity` for none.
 * @throws {RangeError} If it is none, or longer than a timer can wait.
 */
export function socketTimeout(name: string, milliseconds: number): number {
  checkMilliseconds(name, milliseconds, 1);
  return milliseconds === Number.POSITIVE_INFINITY ? 0 : milliseconds;
}
