/** Who may talk to the server through a browser. */
export interface CrossSiteRules {
  /**
   * Names and addresses that requests may be for, without a port, as in `varpost.example.com`: those by which a proxy or a
   * container is reached. As soon as there is one, only these and loopback hosts (`localhost`, `127.0.0.1`, `[::1]`) are served.
   * This keeps out a page that had its own name resolved to this machine. Default: every host is served.
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins whose pages may read and write, as in `https://app.example.com`. Default: only pages of the same host and port. */
  readonly allowedOrigins?: readonly string[] | undefined;
}
