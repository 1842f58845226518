import type { Log } from "../../core/rest/log/log.ts";
import type { Bound } from "./_bind.ts";

/** What closes a server. */
const CLOSE =
  "close it by --users or --token-file (authorize), or let only a proxy reach it that knows whom it lets in";

/**
 * Warns of a server that lets in more than its operator may think. One that only its own machine reaches gives no reason to.
 *
 * @param bound Where it listens.
 * @param isClosed Whether somebody decides who may enter.
 * @param log Gets one warning at most.
 */
export function warnOfOpenness(
  { url, isLocal, allowedHosts }: Bound,
  isClosed: boolean,
  log: Log,
): void {
  const servesAll = allowedHosts.length === 0;
  if (isLocal || (isClosed && !servesAll)) return;
  const open = `Everyone who reaches ${url} may read and write every value`;
  if (isClosed) {
    const name = "name those by which clients call it by --allow-host (allowedHosts)";
    log("warn", `Serves requests for every host name: ${name}`, { url });
  } else if (servesAll) {
    const name = "name its hosts by --allow-host (allowedHosts)";
    log("warn", `${open}, by whatever host name: ${CLOSE}, and ${name}`, { url });
  } else {
    log("warn", `${open}: ${CLOSE}`, { url });
  }
}
