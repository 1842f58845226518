import { createHistogram } from "node:perf_hooks";
import autocannon, { type Options, type Request, type Result } from "autocannon";
import { CONTENT_TYPE, SMALL_FORM } from "./form.ts";
import { INSTANCES_OF, type RequestShape, targetsOf } from "./request_shapes.ts";
import type { Address, Server } from "./server.ts";

/** The figures of a load of small requests. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** A load of small requests, on several connections with one request at a time each. */
export interface SmallLoad {
  readonly method: "POST" | "GET";
  readonly shape: RequestShape;
  readonly connections: number;
}

/** The end of a load: after some seconds, or after some requests of all connections together. */
export type LoadEnd = { readonly duration: number } | { readonly amount: number };

/** Writes each variable once that {@linkcode smallRequests} gets over so many connections, however slow the machine is. */
export async function writeVariables(
  server: Server,
  shape: RequestShape,
  connections: number,
): Promise<void> {
  // The first variable of an instance changes the instance, and an engine refuses two of these changes at once.
  const first = { method: "POST", shape, connections: 1 } as const;
  await loadServer(server, 1, { amount: INSTANCES_OF[shape] }, () => requestsOf(server, first, 0));
  // All connections have the same number of variables, or one less.
  const amount = connections * targetsOf(shape, 0, connections).length;
  await loadServer(server, connections, { amount }, (connection) =>
    requestsOf(server, { method: "POST", shape, connections }, connection),
  );
}

/** Posts or gets values of 1 KiB for some seconds. */
export function smallRequests(server: Server, load: SmallLoad, seconds: number): Promise<Load> {
  return loadServer(server, load.connections, { duration: seconds }, (connection) =>
    requestsOf(server, load, connection),
  );
}

function requestsOf(server: Server, load: SmallLoad, connection: number): Request[] {
  return targetsOf(load.shape, connection, load.connections).map(({ instance, name }) =>
    smallRequest(load.method, server.path(name, instance)),
  );
}

/** Makes a request that sets or reads a value of 1 KiB. */
export function smallRequest(method: "POST" | "GET", path: string): Request {
  if (method === "GET") return { method, path };
  return { method, path, headers: { "content-type": CONTENT_TYPE }, body: SMALL_FORM };
}

/** Sends the requests of each connection again and again. Throws if one of them is refused. */
export async function loadServer(
  { host, port }: Address,
  connections: number,
  end: LoadEnd,
  requestsOf: (connection: number) => Request[],
): Promise<Load> {
  // autocannon's own histogram has only whole milliseconds.
  const microseconds = createHistogram();
  let clients = 0;
  let answers = 0;
  let refused = 0;
  const started = performance.now();
  let last = started;
  const settings: Options = {
    url: `http://${host}:${port}`,
    connections,
    ...end,
    setupClient(client) {
      client.setRequests(requestsOf(clients));
      clients += 1;
    },
  };
  const { errors, timeouts } = await new Promise<Result>((resolve, reject) => {
    const instance = autocannon(settings, (error, result) => {
      if (error instanceof Error) reject(error);
      else resolve(result);
    });
    instance.on("response", (_client, status, _bytes, milliseconds) => {
      answers += 1;
      if (status >= 300) refused += 1;
      microseconds.record(Math.max(1, Math.round(milliseconds * 1000)));
      last = performance.now();
    });
  });
  if (refused + errors + timeouts > 0) {
    throw new Error(`Cannot count: ${refused} answers of error, ${errors + timeouts} of none`);
  }
  return {
    requestsPerSecond: (answers * 1000) / (last - started),
    p50: microseconds.percentile(50) / 1000,
    p99: microseconds.percentile(99) / 1000,
  };
}
