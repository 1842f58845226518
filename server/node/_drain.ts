import type { IncomingMessage } from "node:http";

/** What is read past of a body that nobody wants, at most. Bytes. */
export const MAX_DRAIN_BYTES: number = 64 * 1024 * 1024;

/** And how long. Milliseconds. */
const MAX_DRAIN_MS = 5_000;

/** Whether the request announces a body. Node knows that it has been read whole only later. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers["content-length"];
  return headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0");
}

/**
 * Reads past the rest of a request's body. A client that writes all of it before it reads the answer gets to the answer only
 * so, and the connection can serve its next request.
 *
 * @param request A request whose body nobody reads any more.
 * @returns True if the end was reached within 64 MiB and 5 s.
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
    // A client that has ended its side sends no more, and may be gone.
    request.socket.on("end", settle);
  });
}
