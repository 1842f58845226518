import type { Exchange } from "./_exchange.ts";

/** Has the connection closed if the client does not take in time what the kernel did not take at once. */
export function awaitTaking({
  connection: { clock },
  request: { socket },
  response,
}: Exchange): void {
  if (response.socket === null && !socket.destroyed) {
    // It stands behind others: Node alone writes it to the connection, once it is its time.
    const wait = () => {};
    clock.watch(wait);
    response.once("finish", () => clock.unwatch(wait));
  } else if (socket.writableLength > 0) {
    clock.start();
  }
}
