/** The port in a `Host` field. */
const PORT = /:\d*$/;
/** Hosts that are in the canonical form already. Another text that ends in a digit may be an address in an unusual form. */
const PLAIN_NAME = /^[a-z](?:[a-z\d.-]*[a-z])?$|^127\.0\.0\.1$/;
const BARE_IPV6 = /^[^[]*:[^[]*:/;
/** Characters that a URL may have beside the host, and blanks: user, path, query, fragment. */
const NOT_A_HOST = /[@/\\?#\s]/;

/**
 * Reads the name or address of a `Host` field, in its canonical form: in lower case, without the port and without a dot at the end,
 * names in ASCII, addresses as `127.0.0.1` (for `127.1`, too) and `[::1]`.
 *
 * @param host The field, such as `LOCALHOST.:8080`, or an IPv6 address without brackets.
 * @returns The canonical form; `undefined` if it is neither a name nor an address.
 */
export function hostName(host: string): string | undefined {
  const bare = host.replace(PORT, "");
  if (PLAIN_NAME.test(bare)) return bare;
  const url = `http://${BARE_IPV6.test(host) ? `[${host}]` : host}`;
  if (NOT_A_HOST.test(host) || !URL.canParse(url)) return undefined;
  return new URL(url).hostname.replace(/\.$/, "");
}

/**
 * Whether a text is a host name or an address, without a port or anything else.
 *
 * @param host The text, such as `varpost.example.com`.
 */
export function isHostName(host: string): boolean {
  return hostName(host) !== undefined && (BARE_IPV6.test(host) || !PORT.test(host));
}
