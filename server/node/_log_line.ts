import { escapeControls } from "./_escape_controls.ts";
import type { LogFormat } from "./log_format.ts";

/** What JSON can print. */
export type PlainValue = string | number | boolean | undefined;

/**
 * Makes one line of the log, with the time. As text: time, level, message, and the fields as JSON. As JSON: all of them are members of
 * one object. Control characters are escaped.
 *
 * @param fields Further members. Those that are `undefined` are left out.
 */
export function logLine(
  format: LogFormat,
  level: string,
  message: string,
  fields?: Readonly<Record<string, PlainValue>>,
): string {
  const time = new Date().toISOString();
  if (format === "json") {
    const own = { time, level, message };
    // Fields cannot stand for the members of the line itself.
    return `${escapeControls(JSON.stringify({ ...own, ...fields, ...own }))}\n`;
  }
  const tail = fields === undefined ? "" : ` ${JSON.stringify(fields)}`;
  return `${time} ${level} ${escapeControls(`${message}${tail}`)}\n`;
}
