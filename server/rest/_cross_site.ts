import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { shorten } from "../../core/errors/_shorten.ts";
import type { CrossSiteRules } from "../../core/rest/cross_site/cross_site_rules.ts";
import { RestError } from "../../core/rest/errors/rest_error.ts";
import { hostName } from "./_host_name.ts";

const SCHEME = /^[a-z][a-z\d+.-]*:\/\//;
const LOOPBACK_IPV4 = /^127(?:\.\d{1,3}){3}$/;
/** An IPv4 address of the own machine within IPv6, as `URL` and as the operating system writes it. */
const MAPPED_LOOPBACK = /^\[?::ffff:(?:7f[\da-f]{2}:[\da-f]{1,4}|127(?:\.\d{1,3}){3})\]?$/;
/** How long a browser may go by a preflight. Seconds: two hours, more than which Chromium does not keep. */
const PREFLIGHT_SECONDS = 7_200;

/**
 * Refuses a request for a host that this server is not, as after DNS rebinding. Holds for every method.
 *
 * @throws {RestError} 403; 400 if HTTP/1.1's `Host` is missing, or there are several (RFC 9112, section 3.2).
 */
export function checkHost(
  {
    headers: { host },
    rawHeaders,
    httpVersion,
  }: Pick<IncomingMessage, "headers" | "rawHeaders" | "httpVersion">,
  { allowedHosts = [] }: CrossSiteRules,
): void {
  if (host === undefined) {
    if (httpVersion === "1.0") return;
    throw new RestError(400, "BadRequestException", "Cannot read the request: 'Host' is missing");
  }
  // Node keeps the first, and a proxy before us may have gone by another.
  if (countHosts(rawHeaders) > 1) {
    throw new RestError(
      400,
      "BadRequestException",
      "Cannot read the request: it has several 'Host'",
    );
  }
  if (allowedHosts.length === 0) return;
  const name = hostName(host);
  if (name !== undefined) {
    // A page's own name can be made to lead here, but not one of these to the page.
    if (isLoopback(name)) return;
    if (allowedHosts.some((allowed) => hostName(allowed) === name)) return;
  }
  throw forbidden(
    `host '${shorten(host)}' is not this server; --allow-host (allowedHosts) names further ones`,
  );
}

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === "host") count += 1;
  }
  return count;
}

/**
 * Refuses what a page of another origin sends: a multipart form needs no preflight, so any page could post to a server on its
 * reader's machine, and keep it busy with searches by image tags. Not for what only reads one thing.
 *
 * @throws {RestError} 403
 */
export function checkOrigin(
  headers: IncomingHttpHeaders,
  { allowedOrigins }: CrossSiteRules,
): void {
  const { origin } = headers;
  if (origin !== undefined) {
    if (isAllowed(origin, allowedOrigins)) return;
    const given = origin.toLowerCase();
    // A browser leaves the scheme's default port out of both fields.
    if (!SCHEME.test(given) || given.replace(SCHEME, "") !== headers.host?.toLowerCase()) {
      throw forbidden(
        `origin '${shorten(origin)}' is not allowed; --allow-origin (allowedOrigins) names those that are`,
      );
    }
  }
  if (headers["sec-fetch-site"] === "cross-site") throw forbidden("it comes from another site");
}

/**
 * Lets a page of an allowed origin see the answer, whatever it is. Without this its browser would send a form, and then tell
 * the page that it failed. A cache is told that others get another answer, also by that other one.
 */
export function shareAnswer(
  { origin }: IncomingHttpHeaders,
  response: ServerResponse,
  { allowedOrigins = [] }: CrossSiteRules,
): void {
  if (allowedOrigins.length === 0) return;
  response.setHeader("Vary", "Origin");
  if (origin === undefined || !isAllowed(origin, allowedOrigins)) return;
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Expose-Headers", "Content-Disposition, Content-Range, ETag");
}

/**
 * Tells the browser of a page of an allowed origin, which asks before it sends JSON or a condition, that it may.
 *
 * @param allow The methods of the resource.
 */
export function sharePreflight(
  { origin, ...headers }: IncomingHttpHeaders,
  response: ServerResponse,
  { allowedOrigins }: CrossSiteRules,
  allow: string,
): void {
  if (origin === undefined || !isAllowed(origin, allowedOrigins)) return;
  const { "access-control-request-headers": names } = headers;
  response.setHeader("Access-Control-Allow-Methods", allow);
  if (names !== undefined) response.setHeader("Access-Control-Allow-Headers", names);
  response.setHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
}

function isAllowed(origin: string, allowedOrigins: readonly string[] = []): boolean {
  const given = origin.toLowerCase();
  return allowedOrigins.some((allowed) => allowed.toLowerCase() === given);
}

/**
 * Whether a host name or address is that of the own machine only.
 *
 * @param host In lower case, as in `localhost`, `127.0.0.1`, `::1` or `[::1]`.
 */
export function isLoopback(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "::1" ||
    host === "[::1]" ||
    LOOPBACK_IPV4.test(host) ||
    MAPPED_LOOPBACK.test(host)
  );
}

function forbidden(problem: string): RestError {
  return new RestError(403, "ForbiddenException", `Cannot serve the request: ${problem}`);
}
