import type { IncomingMessage } from "node:http";
import { RestError } from "../../core/rest/errors/rest_error.ts";

/**
 * What is wrong with the `Host` of a request, which HTTP/1.1 must have once (RFC 9112, section 3.2). Node would answer this, too, but
 * not in JSON, and not if there are several.
 *
 * @returns The refusal, 400; `undefined` if nothing is wrong.
 */
export function hostFault({
  headers: { host },
  rawHeaders,
  httpVersion,
}: Pick<IncomingMessage, "headers" | "rawHeaders" | "httpVersion">): RestError | undefined {
  if (host === undefined)
    return httpVersion === "1.0" ? undefined : unreadable("'Host' is missing");
  // Node keeps the first, and a proxy before us may have gone by another.
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
