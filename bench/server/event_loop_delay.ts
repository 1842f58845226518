/** How late an event loop was, in milliseconds. */
export interface EventLoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Checks what came from another process. */
export function isEventLoopDelay(value: unknown): value is EventLoopDelay {
  return typeof value === "object" && value !== null && "p99" in value;
}
