import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import type { Exchange } from "./_exchange.ts";

/**
 * Waits until the kernel has taken the bytes that were written. Closes the connection if the client does not read buffered bytes
 * within `idleMs`.
 *
 * @param exchange The exchange whose answer is being sent.
 * @param event `"drain"` after a `write` that returned false, `"finish"` after `end`.
 * @throws {ClientAbortError} If the connection closes first.
 */
export function waitForFlush(
  { request: { socket }, response, connection }: Exchange,
  event: "drain" | "finish",
): Promise<void> {
  if (event === "finish" && response.writableFinished) return Promise.resolve();
  if (socket.destroyed) return Promise.reject(new ClientAbortError());
  if (event === "drain" && !response.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve, reject) => {
    // Pipelined answers before this one may not be finished. Node writes this one later by itself, so the clock runs until then.
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
