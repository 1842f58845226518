import { inspect } from "node:util";
import { LOG_LEVELS, type Log, type LogLevel } from "../../core/rest/log/log.ts";
import { BoundedLines } from "./_bounded_lines.ts";
import { logLine, type PlainValue } from "./_log_line.ts";
import type { LogFormat } from "./log_format.ts";

/**
 * Makes a log that writes lines to stderr: time, level, message, and the fields as JSON; with `"json"`, one JSON object a line, which
 * has all of them. Control characters are escaped as in JSON. If nobody reads stderr, lines are dropped once 1 MiB waits, and as soon
 * as there is room a line tells how many.
 *
 * @param least The lowest level that is written. Default `"info"`.
 * @param format The form of the lines. Default `"text"`.
 */
export function createLog(least: LogLevel = "info", format: LogFormat = "text"): Log {
  const threshold = LOG_LEVELS.indexOf(least);
  const lines = new BoundedLines(process.stderr, (dropped) => {
    return logLine(format, "warn", "Dropped lines of the log: nobody read them", { dropped });
  });
  return (level, message, fields) => {
    if (LOG_LEVELS.indexOf(level) < threshold) return;
    lines.write(logLine(format, level, message, fields && shown(fields)));
  };
}

/** Turns values that JSON cannot print into text, such as the error of a fault with its causes. */
function shown(fields: Readonly<Record<string, unknown>>): Record<string, PlainValue> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, show(value)]));
}

function show(value: unknown): PlainValue {
  if (isPlain(value)) return value;
  try {
    return inspect(value);
  } catch {
    return "something that cannot be shown";
  }
}

/** Whether JSON can print a value. `undefined` is left out of the line. */
function isPlain(value: unknown): value is string | number | boolean | undefined {
  return ["string", "number", "boolean", "undefined"].includes(typeof value);
}
