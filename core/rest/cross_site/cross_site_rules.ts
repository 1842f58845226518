/** The hosts and origins for which a browser may send requests to the server. */
export interface CrossSiteRules {
  /**
   * Host names and addresses that requests may be for, without a port, such as `varpost.example.com`: give those by which clients
   * reach the proxy or the container. If the list has an entry, only these hosts and loopback (`localhost`, `127.0.0.1`, `[::1]`)
   * are served. This stops DNS rebinding: a page whose own name resolves to this machine. Default: every host is served.
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins whose pages may read and write, such as `https://app.example.com`. Default: only pages of the same host and port. */
  readonly allowedOrigins?: readonly string[] | undefined;
}
