/** The levels of lines in the log, the least important first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** One of {@linkcode LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Receives the lines of the log. The field `fault` is the value that was thrown. If the log throws or rejects, the request is still
 * answered, and the line goes to stderr or to the console.
 */
export type Log = (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;
