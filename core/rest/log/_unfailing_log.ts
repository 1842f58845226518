import type { Log } from "./log.ts";

/**
 * Makes a log that never throws. If the given log throws or rejects, the line goes to another log, with the error. So a failing log
 * neither stops an answer nor ends the process.
 *
 * @param log The log that the program has set.
 * @param instead The log for lines on which the first one fails.
 */
export function unfailingLog(log: Log, instead: Log): Log {
  return (level, message, fields) => {
    const fail = (error: unknown) => {
      try {
        instead(level, message, { ...fields, logFault: error });
      } catch {
        // Both logs fail, so the line is lost.
      }
    };
    try {
      // The type also allows an asynchronous function, so the result may be a promise.
      const logged: unknown = log(level, message, fields);
      if (logged !== undefined) Promise.resolve(logged).catch(fail);
    } catch (error) {
      fail(error);
    }
  };
}
