import type { RestRequest } from "../rest_request.ts";
import type { RestResponse } from "../rest_response.ts";
import { allowsOrigin } from "./_check_origin.ts";
import type { CrossSiteRules } from "./cross_site_rules.ts";

/** How long a browser may go by a preflight. Seconds: two hours, more than which Chromium does not keep. */
const PREFLIGHT_SECONDS = 7_200;

/**
 * Lets a page of an allowed origin see the answer, whatever it is. Without this its browser would send a form, and then tell
 * the page that it failed. A cache is told that others get another answer, also by that other one.
 *
 * @returns `undefined` if no origin is allowed.
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
    "Access-Control-Expose-Headers": "Content-Disposition, Content-Range, ETag",
  };
}

/**
 * Tells the browser of a page of an allowed origin, which asks before it sends JSON or a condition, that it may.
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

/** An answer with headers for pages of other origins, which come first. */
export function withCors(
  response: RestResponse,
  cors: RestResponse["headers"] | undefined,
): RestResponse {
  return cors === undefined ? response : { ...response, headers: { ...cors, ...response.headers } };
}
