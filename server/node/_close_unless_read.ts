import type { Exchange } from "./_exchange.ts";

/** Closes the connection if the client does not read buffered bytes within `idleMs`. */
export function closeUnlessRead({
  connection: { clock },
  request: { socket },
  response,
}: Exchange): void {
  if (response.socket === null && !socket.destroyed) {
    // Pipelined answers before this one are not finished. Node writes this one later by itself, so the clock runs until its end.
    const wait = () => {};
    clock.watch(wait);
    response.once("finish", () => clock.unwatch(wait));
  } else if (socket.writableLength > 0) {
    clock.start();
  }
}
