import type { VariableStorage } from "../../core/mod.ts";
import type { Context } from "../../core/rest/_context.ts";
import { wholeAnswer } from "../../core/rest/answers/_whole_answer.ts";
import type { Route } from "../../core/rest/routes/_route_table.ts";
import type { RequestObserver } from "../node/observing/request_observer.ts";
import { loadPromClient } from "./_load_prom_client.ts";
import { MeasuredStorage } from "./_measured_storage.ts";
import { RequestMetrics } from "./_request_metrics.ts";
import { StorageMetrics } from "./_storage_metrics.ts";

/** The metrics of a server. */
export interface Metrics {
  /** Counts its requests. */
  readonly observer: RequestObserver;
  /** Where they are read: `GET /metrics`, in the text format of Prometheus. */
  readonly route: Route;

  /** Puts what measures it in front of a storage. */
  measure(storage: VariableStorage): VariableStorage;
}

/**
 * Loads prom-client, and makes the metrics of a server, and of this process. They have a registry of their own.
 *
 * @throws {Error} If prom-client is not installed. The message says what to do.
 */
export async function createMetrics(): Promise<Metrics> {
  const prom = await loadPromClient();
  const registry = new prom.Registry();
  prom.collectDefaultMetrics({ register: registry });
  const storageMetrics = new StorageMetrics(prom, registry);
  const run = async ({ request }: Context) => {
    const headers = { "Content-Type": registry.contentType, "Cache-Control": "no-store" };
    return wholeAnswer(request, 200, headers, new TextEncoder().encode(await registry.metrics()));
  };
  return {
    observer: new RequestMetrics(prom, registry),
    route: { path: "/metrics", isOfServer: true, operations: { GET: { id: "getMetrics", run } } },
    measure: (storage) => new MeasuredStorage(storage, storageMetrics),
  };
}
