/** Who may talk to the server through a browser. */
export interface CrossSiteRules {
  /**
   * The host name or address that the server is bound to, if that is a loopback one. Then only requests for a loopback host or
   * this name are served: a page that had its own name resolved to this machine asks for that name. Default: every host.
   */
  readonly loopbackHost?: string;
  /**
   * Further names and addresses that requests may be for, as in `varpost.example.com`, without a port: those by which a proxy
   * or a container is reached. Once there is one, only these and loopback hosts are served, wherever the server is bound.
   */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may read and write, as in `https://app.example.com`. Default: only pages of the same host and port. */
  readonly allowedOrigins?: readonly string[];
}
