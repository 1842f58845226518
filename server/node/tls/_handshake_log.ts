import type { TLSSocket } from "node:tls";
import type { Log } from "../../../core/rest/log/log.ts";

/** The shortest time between two lines with the same reason. Milliseconds. */
const QUIET_MS = 60_000;

/** Logs the clients that begin no TLS connection. They may try again and again, and scanners do. */
export class HandshakeLog {
  readonly #log: Log;
  /** When each reason may be told again. OpenSSL has a few hundred of them. */
  readonly #quietUntil = new Map<string, number>();

  /** @param log Gets, at `"info"`, each reason once a minute; at `"debug"` each client, those too that just went away. */
  constructor(log: Log) {
    this.#log = log;
  }

  /** Logs a client. */
  write(error: NodeJS.ErrnoException, { remoteAddress: client }: TLSSocket): void {
    const reason = error.code ?? error.message;
    const now = performance.now();
    const isNews = reason !== "ECONNRESET" && now >= (this.#quietUntil.get(reason) ?? 0);
    if (isNews) this.#quietUntil.set(reason, now + QUIET_MS);
    this.#log(isNews ? "info" : "debug", "Closes a connection: TLS did not begin", {
      reason,
      client,
    });
  }
}
