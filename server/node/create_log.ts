import { inspect } from "node:util";
import { LOG_LEVELS, type Log, type LogLevel } from "../../core/rest/log/log.ts";

/** Characters that end a line or control a terminal. Messages may contain them, since they quote what clients sent. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** Types of values that JSON can print. `undefined` is left out of the line. */
const PLAIN: readonly string[] = ["string", "number", "boolean", "undefined"];

/**
 * Makes a log that writes lines to stderr: time, level, message, and the fields as JSON. Control characters are escaped as in JSON.
 *
 * @param least The lowest level that is written. Default `"info"`.
 */
export function createLog(least: LogLevel = "info"): Log {
  const threshold = LOG_LEVELS.indexOf(least);
  return (level, message, fields) => {
    if (LOG_LEVELS.indexOf(level) < threshold) return;
    const tail = fields === undefined ? "" : ` ${JSON.stringify(shown(fields))}`;
    const text = `${message}${tail}`.replace(CONTROLS, escapeControl);
    process.stderr.write(`${new Date().toISOString()} ${level} ${text}\n`);
  };
}

/** Turns values that JSON cannot print into text, such as the error of a fault with its causes. */
function shown(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, show(value)]));
}

function show(value: unknown): unknown {
  if (PLAIN.includes(typeof value)) return value;
  try {
    return inspect(value);
  } catch {
    return "something that cannot be shown";
  }
}

function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
