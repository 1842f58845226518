import type { Server } from "node:net";
import { setImmediate } from "./_timers.ts";

/** After so many turns of the event loop without a new connection none waits to be accepted. */
const QUIET_TURNS = 3;
/** The largest number of such turns. */
const MAX_TURNS = 10_000;

/**
 * Accepts the connections that wait for it: the system resets them when the server accepts no more, and their requests are lost. Node
 * accepts one in each turn of the event loop.
 */
export async function acceptWaiting(server: Pick<Server, "on" | "off">): Promise<void> {
  let quietTurns = 0;
  const count = () => {
    quietTurns = 0;
  };
  server.on("connection", count);
  for (let turns = 0; quietTurns < QUIET_TURNS && turns < MAX_TURNS; turns++) {
    quietTurns++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  server.off("connection", count);
}
