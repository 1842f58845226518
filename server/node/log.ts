/** How much a line of the log matters, least first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** One of {@linkcode LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where the server says what a client is not told. What it throws, or rejects with, costs no answer: the line goes to stderr. */
export type Log = (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** What would end a line, or tell a terminal what to do. Messages hold what clients sent. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/**
 * Makes a log of lines on stderr: time, level, message, and the fields as JSON. Control characters are escaped as in JSON.
 *
 * @param least Lines of a lower level are dropped. Default `"info"`.
 */
export function createLog(least: LogLevel = "info"): Log {
  const threshold = LOG_LEVELS.indexOf(least);
  return (level, message, fields) => {
    if (LOG_LEVELS.indexOf(level) < threshold) return;
    const tail = fields === undefined ? "" : ` ${JSON.stringify(fields)}`;
    const text = `${message}${tail}`.replace(CONTROLS, escapeControl);
    process.stderr.write(`${new Date().toISOString()} ${level} ${text}\n`);
  };
}

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
