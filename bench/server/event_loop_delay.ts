/** The delay of an event loop, in milliseconds. */
export interface EventLoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Checks a message of another process. */
export function isEventLoopDelay(value: unknown): value is EventLoopDelay {
  return typeof value === "object" && value !== null && "p99" in value;
}
