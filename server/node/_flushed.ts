import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import type { Exchange } from "./_exchange.ts";

/**
 * Waits until the client has taken what was written. One that takes nothing for too long has its connection closed.
 *
 * @param exchange The request, and its answer.
 * @param event `"drain"` after a `write` that returned false, `"finish"` after `end`.
 * @throws {ClientAbortError} If the connection is closed before.
 */
export function flushed(
  { request: { socket }, response, connection }: Exchange,
  event: "drain" | "finish",
): Promise<void> {
  if (event === "finish" && response.writableFinished) return Promise.resolve();
  if (socket.destroyed) return Promise.reject(new ClientAbortError());
  if (event === "drain" && !response.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve, reject) => {
    // An answer behind others is written to the connection by Node alone, once it is its time: until then the clock runs.
    const wait = () => {};
    const settle = () => {
      response.off(event, done);
      connection.offClose(gone);
      connection.clock.unwatch(wait);
    };
    const done = () => {
      settle();
      resolve();
    };
    const gone = () => {
      settle();
      reject(new ClientAbortError());
    };
    response.on(event, done);
    connection.onClose(gone);
    connection.clock.watch(wait);
  });
}
