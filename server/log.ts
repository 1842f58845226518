/** How much a line of the log matters, least first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** One of {@linkcode LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the server says what a client is not told. Must not throw. */
export type Log = (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/**
 * Makes a log of lines on stderr: time, level, message, and the fields as JSON.
 *
 * @param least Lines of a lower level are dropped. Default `"info"`.
 */
export function createLog(least: LogLevel = "info"): Log {
  const threshold = LOG_LEVELS.indexOf(least);
  return (level, message, fields) => {
    if (LOG_LEVELS.indexOf(level) < threshold) return;
    const tail = fields === undefined ? "" : ` ${JSON.stringify(fields)}`;
    process.stderr.write(`${new Date().toISOString()} ${level} ${message}${tail}\n`);
  };
}
