import { createHistogram } from "node:perf_hooks";
import autocannon, { type Options, type Request, type Result } from "autocannon";
import { CONTENT_TYPE, SMALL_FORM, variablePath } from "./form.ts";

/** What a load of small requests gave. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Every connection has variables of its own, so that none waits for another's. */
const VARIABLES_EACH = 8;

/** Posts or gets 1 KiB values on so many connections, each with one request at a time. */
export function smallRequests(
  port: number,
  method: "POST" | "GET",
  connections: number,
  seconds: number,
): Promise<Load> {
  return loadServer(port, connections, seconds, (connection) =>
    Array.from({ length: VARIABLES_EACH }, (_, at) =>
      smallRequest(method, variablePath(`v${connection * VARIABLES_EACH + at}`)),
    ),
  );
}

/** A request that sets or reads a value of 1 KiB. */
export function smallRequest(method: "POST" | "GET", path: string): Request {
  if (method === "GET") return { method, path };
  return { method, path, headers: { "content-type": CONTENT_TYPE }, body: SMALL_FORM };
}

/** Sends on each connection its requests, over and over. Throws if one is refused. */
export async function loadServer(
  port: number,
  connections: number,
  seconds: number,
  requestsOf: (connection: number) => Request[],
): Promise<Load> {
  // Its own figures are whole milliseconds.
  const microseconds = createHistogram();
  let clients = 0;
  let answers = 0;
  let refused = 0;
  const started = performance.now();
  let last = started;
  const settings: Options = {
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
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
