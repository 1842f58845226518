import { isHostName } from "./_host_name.ts";
import type { CrossSiteRules } from "./cross_site_rules.ts";

/**
 * Checks the hosts that an embedder allows: one that no request could match would refuse all in silence.
 *
 * @throws {TypeError} If one is no name and no address, or has a port.
 */
export function checkAllowedHosts({ allowedHosts = [] }: CrossSiteRules): void {
  for (const host of allowedHosts) {
    if (isHostName(host)) continue;
    throw new TypeError(
      `Cannot allow host '${host}': give a name or an address, as in varpost.example.com, without a port`,
    );
  }
}
