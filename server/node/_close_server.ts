import type { Server } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { MAX_TIMER_MS } from "./_check_milliseconds.ts";
import type { RequestHandler } from "./_request_handler.ts";

/** What operations that were cut off get to undo what they began. Milliseconds. */
const CLEANUP_MS = 1_000;
/** How often connections that have become idle are looked for while the server closes. Milliseconds. */
const SWEEP_MS = 50;

/**
 * Closes a server: accepts nothing more, lets what runs finish, and cuts off what runs too long.
 *
 * @param server The server.
 * @param sockets Its open connections.
 * @param handler What serves its requests.
 * @param deadlineMs What they get to finish. Milliseconds; `Infinity` for no deadline.
 */
export async function closeServer(
  server: Server,
  sockets: ReadonlySet<Socket>,
  handler: RequestHandler,
  deadlineMs: number,
): Promise<void> {
  handler.close();
  // That of HTTP calls connections idle, and closes them, whose answers have ended but were not taken yet.
  const closed = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
  const closeIdle = () => {
    for (const { writableLength } of sockets) if (writableLength > 0) return;
    server.closeIdleConnections();
  };
  closeIdle();
  // A connection whose last answer is through is kept alive for a next request, unless it is closed as idle.
  const sweep = setInterval(closeIdle, SWEEP_MS);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>((resolve) => {
    const cutOff = () => {
      server.closeAllConnections();
      timer = setTimeout(resolve, CLEANUP_MS);
    };
    timer = setTimeout(cutOff, Math.min(deadlineMs, MAX_TIMER_MS));
  });
  // Connections that clients have closed say nothing of what runs on for them.
  await Promise.race([closed.then(() => handler.settled()), tooLate]);
  clearInterval(sweep);
  clearTimeout(timer);
  // Takes off the timer with which HTTP looks for late headers.
  server.close();
}
