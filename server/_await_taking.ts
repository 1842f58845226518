import type { Exchange } from "./_context.ts";

/** Has the connection closed if the client does not take in time what the kernel did not take at once. */
export function awaitTaking({ service, request: { socket } }: Exchange): void {
  if (socket.writableLength > 0) socket.setTimeout(service.idleMs);
}
