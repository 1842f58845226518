import type { IncomingMessage } from "node:http";
import { clearTimeout, setTimeout } from "./_timers.ts";

/** The largest number of bytes that are drained of a body. */
export const MAX_DRAIN_BYTES: number = 64 * 1024 * 1024;

/** The longest time that a body is drained. Milliseconds. */
const MAX_DRAIN_MS = 5_000;

/** Whether the header announces a body. Node itself reports the end of a request, even of one without a body, only later. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers["content-length"];
  return headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0");
}

/**
 * Drains a request: reads and drops the rest of its body. Then a client that writes its whole body before it reads gets the answer,
 * and the connection can serve the next request.
 *
 * @param request A request whose body nobody reads any more.
 * @returns True if the body has ended within 64 MiB and 5 s.
 */
export function drain(request: IncomingMessage): Promise<boolean> {
  if (request.readableEnded || request.destroyed) return Promise.resolve(request.readableEnded);
  return new Promise((resolve) => {
    let left = MAX_DRAIN_BYTES;
    const settle = () => {
      clearTimeout(timer);
      request.off("data", take).off("end", settle).off("close", settle);
      request.socket.off("end", settle);
      request.pause();
      resolve(request.readableEnded);
    };
    const take = (chunk: Uint8Array) => {
      left -= chunk.length;
      if (left < 0) settle();
    };
    const timer = setTimeout(settle, MAX_DRAIN_MS);
    request.on("data", take).on("end", settle).on("close", settle).resume();
    // A client that has closed its sending side sends nothing more. It may be gone.
    request.socket.on("end", settle);
  });
}
