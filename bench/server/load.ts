import { createHistogram } from "node:perf_hooks";
import autocannon, { type Options, type Request, type Result } from "autocannon";
import { CONTENT_TYPE, SMALL_FORM, variablePath } from "./form.ts";

/** The figures of a load of small requests. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Number of variables of each connection. No connection waits for the variables of another. */
const VARIABLES_EACH = 8;

/** The end of a load: after some seconds, or after some requests of all connections together. */
export type LoadEnd = { readonly duration: number } | { readonly amount: number };

/** Writes each variable once that {@linkcode smallRequests} gets over so many connections, however slow the machine is. */
export async function writeVariables(port: number, connections: number): Promise<void> {
  const end = { amount: connections * VARIABLES_EACH };
  await loadServer(port, connections, end, (connection) => variableRequests("POST", connection));
}

/** Posts or gets values of 1 KiB on several connections, each with one request at a time. */
export function smallRequests(
  port: number,
  method: "POST" | "GET",
  connections: number,
  seconds: number,
): Promise<Load> {
  return loadServer(port, connections, { duration: seconds }, (connection) =>
    variableRequests(method, connection),
  );
}

function variableRequests(method: "POST" | "GET", connection: number): Request[] {
  return Array.from({ length: VARIABLES_EACH }, (_, at) =>
    smallRequest(method, variablePath(`v${connection * VARIABLES_EACH + at}`)),
  );
}

/** Makes a request that sets or reads a value of 1 KiB. */
export function smallRequest(method: "POST" | "GET", path: string): Request {
  if (method === "GET") return { method, path };
  return { method, path, headers: { "content-type": CONTENT_TYPE }, body: SMALL_FORM };
}

/** Sends the requests of each connection again and again. Throws if one of them is refused. */
export async function loadServer(
  port: number,
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
    url: `http://127.0.0.1:${port}`,
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
