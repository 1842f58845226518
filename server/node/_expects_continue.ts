import type { IncomingMessage } from "node:http";

/** Whether the client waits for `100 Continue`. In HTTP/1.0 requests the field is ignored (RFC 9110, section 10.1.1). */
export function expectsContinue({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.expect !== undefined && httpVersion === "1.1";
}
