const LOOPBACK_IPV4 = /^127(?:\.\d{1,3}){3}$/;
/** An IPv4 address of the own machine within IPv6, as `URL` and as the operating system writes it. */
const MAPPED_LOOPBACK = /^\[?::ffff:(?:7f[\da-f]{2}:[\da-f]{1,4}|127(?:\.\d{1,3}){3})\]?$/;

/**
 * Whether a host name or address is that of the own machine only.
 *
 * @param host In lower case, as in `localhost`, `127.0.0.1`, `::1` or `[::1]`.
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
