import { createServer, type Server, type ServerOptions } from "node:https";
import type { Socket } from "node:net";
import type { Log } from "../../../core/rest/log/log.ts";
import { checkTls } from "./_check_tls.ts";
import { HandshakeLog } from "./_handshake_log.ts";
import { secureContext } from "./_secure_context.ts";
import type { TlsOptions } from "./tls_options.ts";

/** The longest time from the beginning of a connection until it is encrypted. Milliseconds. */
const HANDSHAKE_TIMEOUT_MS = 30_000;

/** A server of HTTPS. It speaks HTTP/1.1 only, and says so by ALPN, which is Node's default. */
export class TlsServer {
  readonly server: Server;
  /** The connections that are not encrypted yet. */
  readonly #unsecured = new Map<string, Socket>();

  /**
   * @param options The options of the HTTP server.
   * @param tls The certificate.
   * @param log Gets the clients that begin no TLS connection.
   * @throws As `checkTls`.
   */
  constructor(options: ServerOptions, tls: TlsOptions, log: Log) {
    checkTls(tls);
    this.server = createServer({
      ...options,
      ...secureContext(tls),
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    });
    this.server.on("connection", (socket: Socket) => {
      const id = identify(socket);
      this.#unsecured.set(id, socket);
      socket.once("close", () => this.#unsecured.delete(id));
    });
    this.server.on("secureConnection", (socket) => this.#unsecured.delete(identify(socket)));
    const failed = new HandshakeLog(log);
    // Node's own listener takes the error for one of HTTP, which would be answered.
    this.server.removeAllListeners("tlsClientError").on("tlsClientError", (error, socket) => {
      failed.write(error, socket);
      socket.destroy();
    });
  }

  /**
   * Uses another certificate for new connections.
   *
   * @throws As `checkTls`. Then the old one stays.
   */
  replace(tls: TlsOptions): void {
    checkTls(tls);
    this.server.setSecureContext(secureContext(tls));
  }

  /** Closes the connections that are not encrypted yet. No request of theirs has begun, and the server's own `close` waits for them. */
  closeUnsecured(): void {
    for (const socket of this.#unsecured.values()) socket.destroy();
  }
}

/** Tells connections apart. Node has one object for the connection and another one for TLS over it, and no way from one to the other. */
function identify({ localAddress, remoteAddress, remotePort }: Socket): string {
  return `${localAddress} ${remoteAddress} ${remotePort}`;
}
