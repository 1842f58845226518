import type { ListenerOptions } from "./listener_options.ts";
import type { TlsOptions } from "./tls/tls_options.ts";
import type { UnixSocket } from "./unix_socket/unix_socket.ts";

/** The options of `startServer`. */
export interface ServerOptions extends ListenerOptions {
  /**
   * Host name or address to bind. Default `"127.0.0.1"`. If it is loopback or `allowedHosts` has an entry, only requests for this
   * host, for loopback hosts and for `allowedHosts` are served. Otherwise requests for all hosts are.
   */
  readonly host?: string | undefined;
  /** Port to bind; 0 takes any free port. Default 8080. */
  readonly port?: number | undefined;
  /**
   * Listens on a Unix socket instead of a host and a port. A file there that a killed server has left is taken away, and the server
   * takes its own away when it closes. Only requests for loopback hosts, such as `localhost`, and for `allowedHosts` are served.
   */
  readonly unixSocket?: UnixSocket | undefined;
  /** Serves HTTPS, by TLS 1.2 or 1.3, with this certificate. Default: plain HTTP. */
  readonly tls?: TlsOptions | undefined;
  /** How long a connection may be idle between two requests. Milliseconds, default 72,000; `Infinity`: for ever. */
  readonly keepAliveMs?: number | undefined;
  /**
   * The largest number of connections at once. The server closes each further one. Default 8,192, as in Tomcat, in which the engine
   * runs; `Infinity`: no limit.
   */
  readonly maxConnections?: number | undefined;
  /**
   * How long `close` goes on accepting and serving requests at first, while `/health/ready` answers 503, so that a proxy or an
   * orchestrator that asks it sends no more of them. Milliseconds, default 0.
   */
  readonly stopDelayMs?: number | undefined;
  /** Whether browsers get a page at `/` to look at the variables. Default true. */
  readonly page?: boolean | undefined;
}
