import type { BodyPatience } from "./_body_pace.ts";
import { checkMilliseconds } from "./_check_milliseconds.ts";
import type { ListenerOptions } from "./listener_options.ts";

const IDLE_MS = 60_000;
const MIN_BODY_RATE = 1_024;

/**
 * Checks how long the server waits for bodies, and fills in the defaults.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function bodyPatience({
  idleMs = IDLE_MS,
  minBodyRate = MIN_BODY_RATE,
}: Pick<ListenerOptions, "idleMs" | "minBodyRate">): BodyPatience {
  checkMilliseconds("idleMs", idleMs, 1);
  if (!(Number.isFinite(minBodyRate) && minBodyRate >= 0)) {
    throw new RangeError(
      `Cannot set 'minBodyRate' to ${minBodyRate}: it must be bytes a second, or 0 for any rate`,
    );
  }
  return { idleMs, minBodyRate };
}
