import type { RestRequest } from "../rest_request.ts";

/**
 * Whether a browser asks whether its page may send a request (Fetch, section "CORS protocol"). It sends no credentials with that, so it
 * must get its answer without.
 */
export function isPreflight(request: Pick<RestRequest, "method" | "header">): boolean {
  return (
    request.method === "OPTIONS" &&
    request.header("origin") !== undefined &&
    request.header("access-control-request-method") !== undefined
  );
}
