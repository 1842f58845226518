import { shorten } from "../../errors/_shorten.ts";
import type { RestRequest } from "../rest_request.ts";
import { forbidden } from "./_forbidden.ts";
import { hostName } from "./_host_name.ts";
import { isLoopback } from "./_is_loopback.ts";
import type { CrossSiteRules } from "./cross_site_rules.ts";

/**
 * Refuses a request of any method for a host that is not served. This stops DNS rebinding. A request without `Host` is served:
 * HTTP/1.0 allows it, and browsers never send it.
 *
 * @throws {RestError} 403
 */
export function checkHost(
  request: Pick<RestRequest, "header">,
  { allowedHosts = [] }: CrossSiteRules,
): void {
  if (allowedHosts.length === 0) return;
  const host = request.header("host");
  if (host === undefined) return;
  const name = hostName(host);
  if (name !== undefined) {
    // An attacker can make the name of their own page lead to this server, but cannot make these names lead to their page.
    if (isLoopback(name)) return;
    if (allowedHosts.some((allowed) => hostName(allowed) === name)) return;
  }
  throw forbidden(
    `host '${shorten(host)}' is not this server; --allow-host (allowedHosts) names further ones`,
  );
}
