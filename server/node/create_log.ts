import { inspect } from "node:util";
import { LOG_LEVELS, type Log, type LogLevel } from "../../core/rest/log/log.ts";

/** What would end a line, or tell a terminal what to do. Messages hold what clients sent. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** What is written as it is. */
const PLAIN: readonly string[] = ["string", "number", "boolean", "undefined"];

/**
 * Makes a log of lines on stderr: time, level, message, and the fields as JSON. Control characters are escaped as in JSON.
 *
 * @param least Lines of a lower level are dropped. Default `"info"`.
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

/** Makes text of what JSON has no form for, such as the error behind a fault, with its causes. */
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
