import {
  Agent,
  type ClientRequest,
  createServer,
  type IncomingMessage,
  type RequestOptions,
  request,
} from "node:http";
import { createRequestListener } from "../../server/node/create_request_listener.ts";
import { startServer } from "../../server/node/start_server.ts";
import {
  type Client,
  clientOf,
  isChunked,
  type Open,
  type OpenAnswer,
  type Transport,
  type TransportOptions,
  type WireRequest,
} from "./_client.ts";
import { duplexPair } from "./_duplex_pair.ts";

/** A listener on connections without a socket. */
export const IN_PROCESS: Transport = {
  name: "in process",
  isHttp: true,
  isDouble: false,
  withServer: inProcess,
};

/** A server on a free port. */
export const OVER_SOCKET: Transport = {
  name: "over a socket",
  isHttp: true,
  isDouble: false,
  withServer: overSocket,
};

async function inProcess(
  options: TransportOptions,
  run: (client: Client) => Promise<void>,
): Promise<void> {
  const server = createServer(createRequestListener(options));
  const open = (wanted: WireRequest) => {
    const [ours, theirs] = duplexPair();
    server.emit("connection", theirs);
    return exchange(wanted, { createConnection: () => ours });
  };
  await run(clientOf(open));
}

async function overSocket(
  options: TransportOptions,
  run: (client: Client) => Promise<void>,
): Promise<void> {
  const server = await startServer({ ...options, port: 0 });
  try {
    await withAgent(server.port, (open) => run(clientOf(open)));
  } finally {
    await server.close(0);
  }
}

/** Lets `run` send requests to a port of this machine. Their connections are kept for the next ones. */
export async function withAgent(port: number, run: (open: Open) => Promise<void>): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  try {
    await run((wanted) => exchange(wanted, { host: "127.0.0.1", port, agent }));
  } finally {
    agent.destroy();
  }
}

/** Sends a request by node:http and returns the answer as soon as its head has come. */
export async function exchange(wanted: WireRequest, target: RequestOptions): Promise<OpenAnswer> {
  const { method = "GET", path, headers = {}, body, signal } = wanted;
  const outgoing = request({ ...target, method, path, headers, signal });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve).on("error", reject);
  });
  // If a chunk cannot be sent, the error comes when the answer is awaited.
  answered.catch(() => {});
  if (isChunked(body)) await writeAll(outgoing, body);
  else outgoing.end(body);
  const incoming = await answered;
  const { statusCode = 0 } = incoming;
  return { status: statusCode, headers: incoming.headers, body: incoming };
}

async function writeAll(outgoing: ClientRequest, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    await new Promise((resolve) => outgoing.write(chunk, resolve));
  }
  outgoing.end();
}
