import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { isLoopback } from "../../core/rest/cross_site/_is_loopback.ts";
import { RefusalLog } from "../../core/rest/log/_refusal_log.ts";
import type { Log } from "../../core/rest/log/log.ts";
import { answerClientError } from "./_answer_client_error.ts";
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

/** The options that say where a server listens, and how patient it is. */
export interface ListenOptions
  extends Pick<
    ServerOptions,
    | "host"
    | "port"
    | "keepAliveMs"
    | "maxConnections"
    | "stopDelayMs"
    | "idleMs"
    | "minBodyRate"
    | "allowedHosts"
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
 * @param options Where to listen. They are checked here.
 * @param log The log. It must not throw.
 * @param makeServed Makes what answers the requests, when the hosts are known that are served; an empty list means all.
 * @param observing Tells those who observe the server; `undefined` if nobody does.
 * @throws {RangeError} If a time, a rate or the number of connections is out of range.
 * @throws {Error} If the address cannot be bound; the native error is the `cause`.
 */
export async function listenAndServe(
  options: ListenOptions,
  log: Log,
  makeServed: (allowedHosts: readonly string[]) => Served,
  observing?: Observing,
): Promise<RunningServer> {
  const { host = "127.0.0.1", port = 8080, keepAliveMs = KEEP_ALIVE_MS } = options;
  const { stopDelayMs = 0, onStop } = options;
  const patience = bodyPatience(options);
  checkMilliseconds("keepAliveMs", keepAliveMs, 1);
  checkMilliseconds("stopDelayMs", stopDelayMs, 0);
  const maxConnections = connectionLimit(options.maxConnections);
  // A whole request has no time limit, since uploads may take long. This switches off the limit for the header as well, so it is set.
  // The listener refuses a missing `Host` itself, since Node's own answer is not JSON.
  const server = createServer({
    requestTimeout: 0,
    headersTimeout: HEADERS_TIMEOUT_MS,
    // 0 means no timeout in Node.
    keepAliveTimeout: keepAliveMs === Number.POSITIVE_INFINITY ? 0 : keepAliveMs,
    requireHostHeader: false,
  });
  const address = await listen(server, host, port);
  const allowedHosts = allowedHostsOf(options, host, address);
  const handler = new RequestHandler(makeServed(allowedHosts), patience);
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
  if (allowedHosts.length === 0) {
    log(
      "warn",
      "Serves requests for every host name: put a proxy in front, and name its hosts by --allow-host (allowedHosts)",
      { url },
    );
  }
  serve(server, handler, log, observing);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
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
    await closeServer(server, sockets, handler, deadlineMs);
  };
  let closed: Promise<void> | undefined;
  const close = (deadlineMs = CLOSE_DEADLINE_MS) => {
    checkMilliseconds("deadlineMs", deadlineMs, 0);
    closed ??= stop(deadlineMs);
    return closed;
  };
  return { port: address.port, url, close, [Symbol.asyncDispose]: () => close() };
}

/** The hosts that are served; an empty list means all. The bound host is one of them, so that users need not name it, too. */
function allowedHostsOf(
  { allowedHosts = [] }: ListenOptions,
  host: string,
  { address }: AddressInfo,
): readonly string[] {
  return isLoopback(address) || allowedHosts.length > 0 ? [...allowedHosts, host] : [];
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

function serve(
  server: Server,
  handler: RequestHandler,
  log: Log,
  observing: Observing | undefined,
): void {
  const refusals = new RefusalLog(log);
  const listener: RequestListener = (request, response) => handler.handle(request, response);
  server.on("request", listener).on("checkContinue", listener).on("checkExpectation", listener);
  server.on("clientError", (error, socket) => {
    // An answer to a request before these bytes may be ready and wait in the batch. It has to be sent first.
    endBatch();
    const connection = knownConnection(socket);
    answerClientError(error, socket, connection, (answer) => {
      refusals.write({}, answer);
      observing?.unreadable(answer, connection?.latest);
    });
  });
}
