import { shorten } from "../../errors/_shorten.ts";
import type { RestRequest } from "../rest_request.ts";
import { forbidden } from "./_forbidden.ts";
import type { CrossSiteRules } from "./cross_site_rules.ts";

const SCHEME = /^[a-z][a-z\d+.-]*:\/\//;

/**
 * Refuses a request that a page of another origin sends. A multipart form needs no preflight, so otherwise any page could post to a
 * server on its reader's machine, or keep it busy with searches by image tags. Reads of one variable are not checked.
 *
 * @throws {RestError} 403
 */
export function checkOrigin(request: Pick<RestRequest, "header">, rules: CrossSiteRules): void {
  const origin = request.header("origin");
  if (origin !== undefined) {
    if (allowsOrigin(rules, origin)) return;
    const given = origin.toLowerCase();
    // Browsers omit the scheme's default port in both `Origin` and `Host`, so the two can be compared.
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

/** Whether `allowedOrigins` has this origin. */
export function allowsOrigin({ allowedOrigins = [] }: CrossSiteRules, origin: string): boolean {
  const given = origin.toLowerCase();
  return allowedOrigins.some((allowed) => allowed.toLowerCase() === given);
}
