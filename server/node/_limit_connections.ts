import type { Server } from "node:http";
import type { Log } from "../../core/rest/log/log.ts";

/** As many as Tomcat, under which the engine runs, has at once by default. */
const MAX_CONNECTIONS = 8_192;
/** How long the log is spared after it was told. Milliseconds. */
const QUIET_MS = 60_000;

/**
 * Checks how many connections a server is to have at once, and fills in the default.
 *
 * @throws {RangeError} If it is no whole number from 1, nor `Infinity`.
 */
export function connectionLimit(maxConnections: number = MAX_CONNECTIONS): number {
  const isWhole = Number.isSafeInteger(maxConnections) && maxConnections >= 1;
  if (isWhole || maxConnections === Number.POSITIVE_INFINITY) return maxConnections;
  throw new RangeError(
    `Cannot set 'maxConnections' to ${maxConnections}: it must be a whole number from 1, or Infinity`,
  );
}

/**
 * Has a server close the connections that are too many, and say so in the log, but no more than once a minute.
 *
 * @param server The server.
 * @param maxConnections How many it may have at once.
 * @param log Where to say it.
 */
export function limitConnections(server: Server, maxConnections: number, log: Log): void {
  server.maxConnections = maxConnections;
  let closed = 0;
  let quietUntil = 0;
  server.on("drop", () => {
    closed++;
    const now = performance.now();
    if (now < quietUntil) return;
    log("warn", "Closes connections that are too many", { maxConnections, closed });
    quietUntil = now + QUIET_MS;
    closed = 0;
  });
}
