import { inspect } from "node:util";
import type { Log } from "../../core/rest/log/log.ts";
import { createLog } from "./create_log.ts";

/**
 * A log that never fails: what the given one throws, or rejects with, costs no answer and no process. The line goes to stderr
 * then, with the reason.
 *
 * @param log The log that somebody has set.
 */
export function unfailingLog(log: Log): Log {
  const instead = createLog("debug");
  return (level, message, fields) => {
    const fail = (error: unknown) => {
      try {
        instead(level, message, { ...fields, logFault: inspect(error) });
      } catch {
        // Neither the log nor stderr takes it: nobody is left to be told.
      }
    };
    try {
      // An asynchronous function fits the type, too.
      const logged: unknown = log(level, message, fields);
      if (logged !== undefined) Promise.resolve(logged).catch(fail);
    } catch (error) {
      fail(error);
    }
  };
}
