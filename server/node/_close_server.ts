import type { Server } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { MAX_TIMER_MS } from "./_check_milliseconds.ts";
import { knownConnection } from "./_connection.ts";
import type { RequestHandler } from "./_request_handler.ts";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "./_timers.ts";

/** How long operations that were cut off may take to clean up. Milliseconds. */
const CLEANUP_MS = 1_000;
/** How often the server looks for idle connections while it closes. Milliseconds. */
const SWEEP_MS = 50;
/** How long a connection without a request may take to bring a whole head. Milliseconds. */
const HEAD_MS = 1_000;

/**
 * Closes a server. It accepts no more connections, lets running requests finish, and cuts off those that run past the deadline. What
 * was connected, but brings no request, is closed after a second: browsers and proxies open connections before they need them.
 *
 * @param server The server.
 * @param sockets Its open connections.
 * @param handler The handler of its requests.
 * @param deadlineMs How long running requests may take to finish. Milliseconds; `Infinity` for no deadline.
 */
export async function closeServer(
  server: Server,
  sockets: ReadonlySet<Socket>,
  handler: RequestHandler,
  deadlineMs: number,
): Promise<void> {
  // First of all, since connections may come meanwhile: see `acceptWaiting`. The `close` of HTTP servers also closes connections whose
  // answers have ended but were not read by the client yet. So `close` of TCP servers is called instead, which closes no connection.
  // The HTTP servers of Bun are no TCP servers, and have their own only.
  const { close } = server instanceof NetServer ? NetServer.prototype : server;
  const closed = new Promise<void>((resolve) => {
    close.call(server, () => resolve());
  });
  handler.close();
  const closeIdle = () => {
    for (const { writableLength } of sockets) if (writableLength > 0) return;
    server.closeIdleConnections();
  };
  closeIdle();
  const waiting = setTimeout(() => closeUnused(sockets), HEAD_MS);
  // After its last answer a connection stays open for the next request. So idle connections have to be closed again and again.
  const sweep = setInterval(closeIdle, SWEEP_MS);
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>((resolve) => {
    const cutOff = () => {
      server.closeAllConnections();
      timer = setTimeout(resolve, CLEANUP_MS);
    };
    timer = setTimeout(cutOff, Math.min(deadlineMs, MAX_TIMER_MS));
  });
  // An operation may still run after its client has closed the connection. So the handler must be idle as well.
  await Promise.race([closed.then(() => handler.settled()), tooLate]);
  clearInterval(sweep);
  clearTimeout(waiting);
  clearTimeout(timer);
  // Stops the timer with which an HTTP server looks for late headers.
  server.close();
}

/** Closes the connections on which no request runs. To Node those with a part of a head, or with nothing yet, are not idle. */
function closeUnused(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) {
    const latest = knownConnection(socket)?.latest;
    if (latest === undefined || (latest.writableFinished && latest.req.complete)) socket.destroy();
  }
}
