import type { Exchange } from "./_context.ts";

/** Has the connection closed if the client does not take in time what the kernel did not take at once. */
export function awaitTaking({ connection, request: { socket } }: Exchange): void {
  if (socket.writableLength > 0) connection.clock.start();
}
