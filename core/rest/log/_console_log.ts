import type { Log } from "./log.ts";

/** Writes warnings and errors to the console, and drops all other lines. */
export const consoleLog: Log = (level, message, fields = {}) => {
  // biome-ignore lint/suspicious/noConsole: programs that set no log look at the console
  if (level === "warn" || level === "error") console[level](message, fields);
};
