import { isHostName } from "./_host_name.ts";
import type { CrossSiteRules } from "./cross_site_rules.ts";

/**
 * Checks the hosts that a program allows. A wrong one would match no request, so all requests for it would be refused.
 *
 * @throws {TypeError} If one is neither a name nor an address, or has a port.
 */
export function checkAllowedHosts({ allowedHosts = [] }: CrossSiteRules): void {
  for (const host of allowedHosts) {
    if (isHostName(host)) continue;
    throw new TypeError(
      `Cannot allow host '${host}': give a name or an address, as in varpost.example.com, without a port`,
    );
  }
}
