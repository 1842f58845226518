/** Port of a `Host` field. */
const PORT = /:\d*$/;
/** Names that are written in one way only. What ends in a digit may be an address. */
const PLAIN_NAME = /^[a-z](?:[a-z\d.-]*[a-z])?$|^127\.0\.0\.1$/;
const BARE_IPV6 = /^[^[]*:[^[]*:/;
/** What would make of a host something more than a host: user, path, query, fragment, blanks. */
const NOT_A_HOST = /[@/\\?#\s]/;

/**
 * The name or address of a `Host` field, in the form that all ways to write it have in common: in lower case, without port and
 * without the dot at the end, names in ASCII, addresses as `127.0.0.1` (for `127.1`, too) and `[::1]`.
 *
 * @param host As in `LOCALHOST.:8080`, or an IPv6 address without brackets.
 * @returns `undefined` if it is no name and no address.
 */
export function hostName(host: string): string | undefined {
  const bare = host.replace(PORT, "");
  if (PLAIN_NAME.test(bare)) return bare;
  const url = `http://${BARE_IPV6.test(host) ? `[${host}]` : host}`;
  if (NOT_A_HOST.test(host) || !URL.canParse(url)) return undefined;
  return new URL(url).hostname.replace(/\.$/, "");
}

/**
 * Checks what names a host and nothing else.
 *
 * @param host As in `varpost.example.com`.
 */
export function isHostName(host: string): boolean {
  return hostName(host) !== undefined && (BARE_IPV6.test(host) || !PORT.test(host));
}
