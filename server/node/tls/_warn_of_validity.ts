import { X509Certificate } from "node:crypto";
import type { Log } from "../../../core/rest/log/log.ts";
import type { TlsOptions } from "./tls_options.ts";

/**
 * Warns of a certificate that clients refuse today by its dates. It is used all the same: the clock of this machine may be wrong.
 *
 * @param tls The certificate. It has been checked.
 * @param file Where it comes from.
 * @param log Gets one warning at most.
 * @param now The time in milliseconds since 1970.
 */
export function warnOfValidity(
  { cert }: Pick<TlsOptions, "cert">,
  file: string,
  log: Log,
  now: number = Date.now(),
): void {
  const { validFrom, validTo } = new X509Certificate(cert);
  if (now > Date.parse(validTo)) {
    log(
      "warn",
      `The certificate of '${file}' has expired on ${validTo}: renew it, and send SIGHUP`,
    );
  } else if (now < Date.parse(validFrom)) {
    log("warn", `The certificate of '${file}' begins on ${validFrom}: check the clock`);
  }
}
