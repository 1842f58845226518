import type { Server } from "node:net";
import { setImmediate } from "./_timers.ts";

/** After so many turns of the event loop in which nothing happened no connection waits to be accepted. */
const IDLE_TURNS = 3;
/** A turn took work if it was longer than this part of the whole wait: a server that is always busy must stop, too. */
const BUSY_PART = 0.01;
/** The largest number of turns. */
const MAX_TURNS = 10_000;

/**
 * Accepts the connections that wait for it: the system resets them when the server accepts no more, and their requests are lost. Node
 * accepts one in each turn of the event loop. While it works, others may come. So this ends behind a turn in which it did nothing
 * else, and the server has to be closed in the same turn.
 */
export async function acceptWaiting(server: Pick<Server, "on" | "off">): Promise<void> {
  let hasAccepted = false;
  const accepted = () => {
    hasAccepted = true;
  };
  server.on("connection", accepted);
  const start = performance.now();
  let now = start;
  for (let turns = 0, idle = 0; idle < IDLE_TURNS && turns < MAX_TURNS; turns++) {
    hasAccepted = false;
    await new Promise((resolve) => setImmediate(resolve));
    const before = now;
    now = performance.now();
    idle = hasAccepted || now - before > (now - start) * BUSY_PART ? 0 : idle + 1;
  }
  server.off("connection", accepted);
}
