const LOOPBACK_IPV4 = /^127(?:\.\d{1,3}){3}$/;
/** A loopback IPv4 address mapped into IPv6, as `URL` writes it or as the operating system does. */
const MAPPED_LOOPBACK = /^\[?::ffff:(?:7f[\da-f]{2}:[\da-f]{1,4}|127(?:\.\d{1,3}){3})\]?$/;

/**
 * Whether a host name or address is loopback: it reaches only the own machine.
 *
 * @param host The host in lower case, such as `localhost`, `127.0.0.1`, `::1` or `[::1]`.
 */
export function isLoopback(host: string): boolean {
  return (
    host === "localhost" ||
    host.endsWith(".localhost") ||
    host === "::1" ||
    host === "[::1]" ||
    LOOPBACK_IPV4.test(host) ||
    MAPPED_LOOPBACK.test(host)
  );
}
