/** How much a line of the log matters, least first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** One of {@linkcode LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Takes what a client is not told. The field `fault` holds what was thrown, as it is. If the log throws or rejects, the request is
 * answered all the same, and the line goes elsewhere: to stderr, or to the console.
 */
export type Log = (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;
