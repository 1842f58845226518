import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables, type VariableStorage } from "../../../core/mod.ts";
import { startRestServer } from "../../../server/node/_start_rest_server.ts";
import type { RunningServer } from "../../../server/node/running_server.ts";
import type { ServerOptions } from "../../../server/node/server_options.ts";
import { createMetrics } from "../../../server/observers/metrics.ts";

/** A server with metrics. */
export interface MeasuredServer extends RunningServer {
  /** Reads the metrics as Prometheus does. */
  scrape(): Promise<string>;
}

/** Starts a server with metrics for `run`, and always stops it. */
export async function withMetrics<T>(
  run: (server: MeasuredServer) => Promise<T>,
  options: Partial<ServerOptions> & { readonly storage?: VariableStorage } = {},
): Promise<T> {
  const { storage = new MemoryStorage(), ...rest } = options;
  const metrics = await createMetrics();
  const variables = new ProcessVariables({ storage: metrics.measure(storage) });
  const observers = [metrics.observer];
  const server = await startRestServer({ variables, port: 0, observers, ...rest }, () => {}, [
    metrics.route,
  ]);
  const scrape = async () => (await fetch(`${server.url}/metrics`)).text();
  try {
    return await run({ ...server, scrape });
  } finally {
    await server.close(0);
  }
}
