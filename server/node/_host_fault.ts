import type { IncomingMessage } from "node:http";
import { RestError } from "../../core/rest/errors/rest_error.ts";

/**
 * Checks the `Host` of a request. A request of HTTP/1.1 must have exactly one (RFC 9112, section 3.2). Node itself would refuse a
 * missing one, but not in JSON, and it accepts several.
 *
 * @returns The refusal with 400; `undefined` if the request is right.
 */
export function hostFault({
  headers: { host },
  rawHeaders,
  httpVersion,
}: Pick<IncomingMessage, "headers" | "rawHeaders" | "httpVersion">): RestError | undefined {
  if (host === undefined)
    return httpVersion === "1.0" ? undefined : unreadable("'Host' is missing");
  // Node keeps the first one, but a proxy in front may have used another.
  return countHosts(rawHeaders) > 1 ? unreadable("it has several 'Host'") : undefined;
}

function unreadable(problem: string): RestError {
  return new RestError(400, "BadRequestException", `Cannot read the request: ${problem}`);
}

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === "host") count += 1;
  }
  return count;
}
