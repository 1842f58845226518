import type { IncomingMessage } from "node:http";

/** The length of a request's body as it says it itself. Bytes. Node has checked that it is a number. */
export function contentLengthOf({ headers }: IncomingMessage): number | undefined {
  const length = headers["content-length"];
  return length === undefined ? undefined : Number(length);
}
