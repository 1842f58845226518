import type { Server } from "node:http";
import type { Log } from "../../core/rest/log/log.ts";

/** The default of Tomcat, in which the engine runs. */
const MAX_CONNECTIONS = 8_192;
/** The shortest time between two lines in the log. Milliseconds. */
const QUIET_MS = 60_000;

/**
 * Checks the largest number of connections that a server has at once, and fills in the default.
 *
 * @throws {RangeError} If it is neither a whole number from 1 nor `Infinity`.
 */
export function connectionLimit(maxConnections: number = MAX_CONNECTIONS): number {
  const isWhole = Number.isSafeInteger(maxConnections) && maxConnections >= 1;
  if (isWhole || maxConnections === Number.POSITIVE_INFINITY) return maxConnections;
  throw new RangeError(
    `Cannot set 'maxConnections' to ${maxConnections}: it must be a whole number from 1, or Infinity`,
  );
}

/**
 * Makes a server close each connection beyond a limit at once. The log tells it at most once a minute.
 *
 * @param server The server.
 * @param maxConnections The largest number of connections at once.
 * @param log The log.
 */
export function limitConnections(server: Server, maxConnections: number, log: Log): void {
  server.maxConnections = maxConnections;
  let closed = 0;
  let quietUntil = 0;
  server.on("drop", () => {
    closed++;
    const now = performance.now();
    if (now < quietUntil) return;
    log("warn", "Closes new connections: the limit is reached", { maxConnections, closed });
    quietUntil = now + QUIET_MS;
    closed = 0;
  });
}
