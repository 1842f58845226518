import type { IncomingMessage, ServerResponse } from "node:http";
import { ClientAbortError } from "./_client_abort_error.ts";

/**
 * Waits until the client has taken what was written, and only so long the clock runs: Node closes a connection that moves
 * nothing for `idleMs`.
 *
 * @param event `"drain"` after a `write` that returned false, `"finish"` after `end`.
 * @param idleMs Milliseconds.
 * @throws {ClientAbortError} If the connection is closed before.
 */
export function flushed(
  request: IncomingMessage,
  response: ServerResponse,
  event: "drain" | "finish",
  idleMs: number,
): Promise<void> {
  const { socket } = request;
  if (event === "finish" && response.writableFinished) return Promise.resolve();
  if (socket.destroyed) return Promise.reject(new ClientAbortError());
  if (event === "drain" && !response.writableNeedDrain) return Promise.resolve();
  socket.setTimeout(idleMs);
  return new Promise((resolve, reject) => {
    const settle = (run: () => void) => {
      response.off(event, done).off("close", gone);
      run();
    };
    const done = () => {
      if (event === "drain") socket.setTimeout(0);
      settle(resolve);
    };
    const gone = () => settle(() => reject(new ClientAbortError()));
    response.on(event, done).on("close", gone);
  });
}
