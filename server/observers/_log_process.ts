import type { Log } from "../../core/rest/log/log.ts";

/**
 * Hands what Node itself would write to stderr, in many lines, to a log: its warnings, and the error that ends the process.
 *
 * @param log The log.
 */
export function logProcess(log: Log): void {
  process.removeAllListeners("warning");
  process.on("warning", (warning) => log("warn", "Node warns", { fault: warning }));
  process.on("uncaughtException", (error) => {
    log("error", "Cannot go on: an error was not handled", { fault: error });
    process.exit(1);
  });
}
