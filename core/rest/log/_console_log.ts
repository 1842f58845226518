import type { Log } from "./log.ts";

/** Warnings and errors go to the console; all else is dropped. */
export const consoleLog: Log = (level, message, fields = {}) => {
  // biome-ignore lint/suspicious/noConsole: that is where an embedder looks who has set no log
  if (level === "warn" || level === "error") console[level](message, fields);
};
