import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve as resolvePath } from "node:path";
import { isLoopback } from "../../core/rest/cross_site/_is_loopback.ts";
import type { ServerOptions } from "./server_options.ts";
import { bindUnixSocket } from "./unix_socket/_bind_unix_socket.ts";

/** The options that say where a server listens. */
export type BindOptions = Pick<
  ServerOptions,
  "host" | "port" | "unixSocket" | "tls" | "allowedHosts"
>;

const MAX_PORT = 65_535;

/** Where a server listens. */
export interface Bound {
  readonly url: string;
  /** 0 for a Unix socket. */
  readonly port: number;
  /** Whether only this machine reaches it. */
  readonly isLocal: boolean;
  /** The hosts that are served; an empty list means all. */
  readonly allowedHosts: readonly string[];
  /** Lets nobody else find the server, before it closes. */
  withdraw(): Promise<void>;
}

/**
 * Lets a server listen.
 *
 * @throws {RangeError} If the port is none.
 * @throws {Error} If the address cannot be bound; the native error is the `cause`.
 */
export async function bind(server: Server, options: BindOptions): Promise<Bound> {
  const { host = "127.0.0.1", port = 8080, unixSocket, allowedHosts = [] } = options;
  if (unixSocket !== undefined) {
    return {
      url: `unix:${resolvePath(unixSocket.path)}`,
      port: 0,
      isLocal: true,
      // A browser cannot connect to it, but a proxy in front passes on what a browser asks it for.
      allowedHosts: [...allowedHosts, "localhost"],
      withdraw: await bindUnixSocket(server, unixSocket),
    };
  }
  checkPort(port);
  const address = await listen(server, host, port);
  const isLocal = isLoopback(address.address);
  const scheme = options.tls === undefined ? "http" : "https";
  return {
    url: `${scheme}://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    isLocal,
    // The bound host is one of them, so that users need not name it, too.
    allowedHosts: isLocal || allowedHosts.length > 0 ? [...allowedHosts, host] : [],
    withdraw: () => Promise.resolve(),
  };
}

/** Node takes any other string for the path of a socket in the file system. */
function checkPort(port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) return;
  throw new RangeError(
    `Cannot listen on port ${port}: write a whole number from 0 to ${MAX_PORT}; 0 takes any free port`,
  );
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException) => {
      reject(new Error(`Cannot listen on ${host}:${port}: ${reason(cause)}`, { cause }));
    };
    server.once("error", fail).listen(port, host, () => {
      server.off("error", fail);
      const address = server.address();
      if (address !== null && typeof address === "object") resolve(address);
    });
  });
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  if (code === "EADDRINUSE") return "another process listens there; take another port";
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return "this machine has no such address";
  if (code === "EACCES") return "this user may not bind that port";
  return message;
}
