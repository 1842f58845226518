import {
  createServer,
  type ServerOptions as HttpOptions,
  type RequestListener,
  type Server,
} from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { RefusalLog } from "../../core/rest/log/_refusal_log.ts";
import type { Log } from "../../core/rest/log/log.ts";
import { acceptWaiting } from "./_accept_waiting.ts";
import { answerClientError, CONNECT } from "./_answer_client_error.ts";
import { type BindOptions, type Bound, bind } from "./_bind.ts";
import { bodyPatience } from "./_body_patience.ts";
import { checkMilliseconds, MAX_TIMER_MS } from "./_check_milliseconds.ts";
import { closeServer } from "./_close_server.ts";
import { knownConnection } from "./_connection.ts";
import { endBatch } from "./_end_in_batch.ts";
import { connectionLimit, limitConnections } from "./_limit_connections.ts";
import { RequestHandler } from "./_request_handler.ts";
import type { Served } from "./_served.ts";
import { setTimeout } from "./_timers.ts";
import type { Observing } from "./observing/_observing.ts";
import type { RunningServer } from "./running_server.ts";
import type { ServerOptions } from "./server_options.ts";
import type { TlsServer } from "./tls/_tls_server.ts";
import type { TlsOptions } from "./tls/tls_options.ts";

/** The options that say where a server listens, and how patient it is. */
export interface ListenOptions
  extends BindOptions,
    Pick<
      ServerOptions,
      "keepAliveMs" | "maxConnections" | "stopDelayMs" | "idleMs" | "minBodyRate"
    > {
  /** Called when the server begins to stop. It still accepts connections then, for `stopDelayMs`. */
  readonly onStop?: (() => void) | undefined;
}

/** The longest time from the first byte of a request to the end of its header. Milliseconds. */
const HEADERS_TIMEOUT_MS = 30_000;
/**
 * Longer than the minute for which clients and proxies keep an idle connection. So the server does not close a connection on which a
 * client is about to send. Milliseconds.
 */
const KEEP_ALIVE_MS = 72_000;
const CLOSE_DEADLINE_MS = 10_000;

/**
 * Listens, and serves what comes.
 *
 * @param options Where to listen. Times, rates and the number of connections are checked here.
 * @param log The log. It must not throw.
 * @param makeServed Makes what answers the requests, when it is known where the server listens.
 * @param observing Tells those who observe the server; `undefined` if nobody does.
 * @throws {TypeError} If `tls` is of a wrong type.
 * @throws {RangeError} If the port, a time, a rate or the number of connections is out of range.
 * @throws {Error} If the certificate and its key cannot be used together.
 * @throws {Error} If the address cannot be bound; the native error is the `cause`.
 */
export async function listenAndServe(
  options: ListenOptions,
  log: Log,
  makeServed: (bound: Bound) => Served,
  observing?: Observing,
): Promise<RunningServer> {
  const { tls, keepAliveMs = KEEP_ALIVE_MS, stopDelayMs = 0, onStop } = options;
  const patience = bodyPatience(options);
  checkMilliseconds("keepAliveMs", keepAliveMs, 1);
  checkMilliseconds("stopDelayMs", stopDelayMs, 0);
  const maxConnections = connectionLimit(options.maxConnections);
  // A whole request has no time limit, since uploads may take long. This switches off the limit for the header as well, so it is set.
  // The listener refuses a missing `Host` itself, since Node's own answer is not JSON.
  const serverOptions = {
    requestTimeout: 0,
    headersTimeout: HEADERS_TIMEOUT_MS,
    // 0 means no timeout in Node.
    keepAliveTimeout: keepAliveMs === Number.POSITIVE_INFINITY ? 0 : keepAliveMs,
    requireHostHeader: false,
  };
  const encrypted = tls && (await encrypting(serverOptions, tls, log));
  const server = encrypted?.server ?? createServer(serverOptions);
  const bound = await bind(server, options);
  const handler = new RequestHandler(makeServed(bound), patience);
  serve(server, handler, log, observing);
  const sockets = new Set<Socket>();
  server.on(encrypted === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  observing?.watchConnections(server);
  limitConnections(server, maxConnections, log);
  server.on("error", (error) => {
    log("error", "Cannot accept a connection", { fault: error });
  });
  const stop = async (deadlineMs: number) => {
    onStop?.();
    if (stopDelayMs > 0) {
      handler.close();
      await new Promise((resolve) => setTimeout(resolve, Math.min(stopDelayMs, MAX_TIMER_MS)));
    }
    await bound.withdraw();
    if (stopDelayMs > 0 || options.unixSocket !== undefined) await acceptWaiting(server);
    const closing = closeServer(server, sockets, handler, deadlineMs);
    encrypted?.closeUnsecured();
    await closing;
  };
  let closed: Promise<void> | undefined;
  const close = (deadlineMs = CLOSE_DEADLINE_MS) => {
    checkMilliseconds("deadlineMs", deadlineMs, 0);
    closed ??= stop(deadlineMs);
    return closed;
  };
  return {
    port: bound.port,
    url: bound.url,
    replaceTls: (renewed) => replaceTls(encrypted, renewed),
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}

function serve(
  server: Server,
  handler: RequestHandler,
  log: Log,
  observing: Observing | undefined,
): void {
  const refusals = new RefusalLog(log);
  const listener: RequestListener = (request, response) => handler.handle(request, response);
  server.on("request", listener).on("checkContinue", listener).on("checkExpectation", listener);
  const answerError = (error: Pick<NodeJS.ErrnoException, "code">, socket: Duplex) => {
    // An answer to a request before these bytes may be ready and wait in the batch. It has to be sent first.
    endBatch();
    const connection = knownConnection(socket);
    answerClientError(error, socket, connection, (answer) => {
      refusals.write({}, answer);
      observing?.unreadable(answer, connection?.observation);
    });
  };
  server.on("clientError", answerError);
  server.on("connect", (_request, socket) => {
    // Node has taken its own listener off.
    socket.on("error", () => {});
    answerError(CONNECT, socket);
  });
}

/** Loads what only HTTPS needs: it is a twentieth of the time and of the memory of a server that has just started. */
async function encrypting(options: HttpOptions, tls: TlsOptions, log: Log): Promise<TlsServer> {
  const { TlsServer } = await import("./tls/_tls_server.ts");
  return new TlsServer(options, tls, log);
}

function replaceTls(encrypted: TlsServer | undefined, renewed: TlsOptions): void {
  if (encrypted === undefined) {
    throw new TypeError("Cannot replace the certificate: the server was started without 'tls'");
  }
  encrypted.replace(renewed);
}
