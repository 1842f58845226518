import { shorten } from "../../errors/_shorten.ts";
import type { RestRequest } from "../rest_request.ts";
import { forbidden } from "./_forbidden.ts";
import type { CrossSiteRules } from "./cross_site_rules.ts";

const SCHEME = /^[a-z][a-z\d+.-]*:\/\//;

/**
 * Refuses what a page of another origin sends: a multipart form needs no preflight, so any page could post to a server on its
 * reader's machine, and keep it busy with searches by image tags. Not for what only reads one thing.
 *
 * @throws {RestError} 403
 */
export function checkOrigin(request: Pick<RestRequest, "header">, rules: CrossSiteRules): void {
  const origin = request.header("origin");
  if (origin !== undefined) {
    if (allowsOrigin(rules, origin)) return;
    const given = origin.toLowerCase();
    // A browser leaves the scheme's default port out of both fields.
    const host = request.header("host")?.toLowerCase();
    if (!SCHEME.test(given) || given.replace(SCHEME, "") !== host) {
      throw forbidden(
        `origin '${shorten(origin)}' is not allowed; --allow-origin (allowedOrigins) names those that are`,
      );
    }
  }
  if (request.header("sec-fetch-site") === "cross-site") {
    throw forbidden("it comes from another site");
  }
}

/** Whether an origin is one of those that are allowed. */
export function allowsOrigin({ allowedOrigins = [] }: CrossSiteRules, origin: string): boolean {
  const given = origin.toLowerCase();
  return allowedOrigins.some((allowed) => allowed.toLowerCase() === given);
}
