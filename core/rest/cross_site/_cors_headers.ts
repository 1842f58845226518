import type { RestRequest } from "../rest_request.ts";
import type { RestResponse } from "../rest_response.ts";
import { allowsOrigin } from "./_check_origin.ts";
import type { CrossSiteRules } from "./cross_site_rules.ts";

/** How long a browser may keep the answer to a preflight. Seconds: two hours, the most that Chromium keeps. */
const PREFLIGHT_SECONDS = 7_200;

/**
 * Makes the headers that let a page of an allowed origin read the answer. Without them the browser would send a form and then tell
 * the page that it failed. `Vary` is added for all origins, so that a cache does not give one origin's answer to another.
 *
 * @returns The headers; `undefined` if `allowedOrigins` is empty.
 */
export function corsHeaders(
  request: Pick<RestRequest, "header">,
  rules: CrossSiteRules,
): RestResponse["headers"] | undefined {
  if (rules.allowedOrigins === undefined || rules.allowedOrigins.length === 0) return undefined;
  const origin = request.header("origin");
  if (origin === undefined || !allowsOrigin(rules, origin)) return { Vary: "Origin" };
  return {
    Vary: "Origin",
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Expose-Headers": "Content-Disposition, Content-Range, ETag, Retry-After",
  };
}

/**
 * Makes the headers that answer a preflight, by which a browser asks before its page sends JSON or a condition. Empty if the page's
 * origin is not allowed.
 *
 * @param allow The methods of the resource.
 */
export function preflightHeaders(
  request: Pick<RestRequest, "header">,
  rules: CrossSiteRules,
  allow: string,
): RestResponse["headers"] {
  const origin = request.header("origin");
  if (origin === undefined || !allowsOrigin(rules, origin)) return {};
  const names = request.header("access-control-request-headers");
  return {
    "Access-Control-Allow-Methods": allow,
    ...(names === undefined ? {} : { "Access-Control-Allow-Headers": names }),
    "Access-Control-Max-Age": String(PREFLIGHT_SECONDS),
  };
}

/** Adds CORS headers in front of an answer's own headers. */
export function withCors(
  response: RestResponse,
  cors: RestResponse["headers"] | undefined,
): RestResponse {
  return cors === undefined ? response : { ...response, headers: { ...cors, ...response.headers } };
}
