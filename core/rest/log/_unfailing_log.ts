import type { Log } from "./log.ts";

/**
 * A log that never fails: what the given one throws, or rejects with, costs no answer and no process. The line goes elsewhere
 * then, with the reason.
 *
 * @param log The log that somebody has set.
 * @param instead Where lines go that the log does not take.
 */
export function unfailingLog(log: Log, instead: Log): Log {
  return (level, message, fields) => {
    const fail = (error: unknown) => {
      try {
        instead(level, message, { ...fields, logFault: error });
      } catch {
        // Neither of them takes it: nobody is left to be told.
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
