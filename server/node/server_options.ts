import type { ListenerOptions } from "./listener_options.ts";

/** What a server serves, and where. */
export interface ServerOptions extends ListenerOptions {
  /**
   * Host name or address to bind. Default `"127.0.0.1"`. A loopback one counts as one of `allowedHosts`, so that only loopback
   * hosts and those are served; any other one does so as soon as `allowedHosts` has an entry.
   */
  readonly host?: string | undefined;
  /** Port to bind; 0 for any that is free. Default 8080. */
  readonly port?: number | undefined;
  /** How long a connection may rest between two requests. Milliseconds, default 72,000; `Infinity` for ever. */
  readonly keepAliveMs?: number | undefined;
  /**
   * How many connections there may be at once; a further one is closed. Default 8,192, as Tomcat's, under which the engine runs;
   * `Infinity` for no limit.
   */
  readonly maxConnections?: number | undefined;
}
