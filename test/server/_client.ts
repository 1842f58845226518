import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type RequestOptions,
  request,
} from "node:http";
import { createRequestListener } from "../../server/node/create_request_listener.ts";
import type { ListenerOptions } from "../../server/node/listener_options.ts";
import { startServer } from "../../server/node/start_server.ts";
import { duplexPair } from "./_duplex_pair.ts";

/** A request, its path as it goes over the wire. */
export interface WireRequest {
  /** Default GET. */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Its answer. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends a request to a server and gives the answer. */
export type Send = (request: WireRequest) => Promise<WireAnswer>;

/** How a server is reached. */
export interface Transport {
  readonly name: string;
  /** Starts a server for `run`, and stops it whatever happened. */
  withServer(options: ListenerOptions, run: (send: Send) => Promise<void>): Promise<void>;
}

/** A listener that no socket leads to. */
export const IN_PROCESS: Transport = { name: "in process", withServer: inProcess };

/** A server on a port of its own. */
export const OVER_SOCKET: Transport = { name: "over a socket", withServer: overSocket };

async function inProcess(
  options: ListenerOptions,
  run: (send: Send) => Promise<void>,
): Promise<void> {
  const server = createServer(createRequestListener(options));
  await run((wanted) => {
    const [ours, theirs] = duplexPair();
    server.emit("connection", theirs);
    return exchange(wanted, { createConnection: () => ours });
  });
}

async function overSocket(
  options: ListenerOptions,
  run: (send: Send) => Promise<void>,
): Promise<void> {
  const server = await startServer({ ...options, port: 0 });
  const agent = new Agent({ keepAlive: true });
  try {
    await run((wanted) => exchange(wanted, { host: "127.0.0.1", port: server.port, agent }));
  } finally {
    agent.destroy();
    await server.close(0);
  }
}

function exchange(wanted: WireRequest, target: RequestOptions): Promise<WireAnswer> {
  const { method = "GET", path, headers = {}, body } = wanted;
  return new Promise((resolve, reject) => {
    const outgoing = request({ ...target, method, path, headers }, (incoming) => {
      const chunks: Uint8Array[] = [];
      incoming.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      incoming.on("error", reject).on("end", () => {
        const { statusCode = 0, headers } = incoming;
        resolve({ status: statusCode, headers, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on("error", reject).end(body);
  });
}
