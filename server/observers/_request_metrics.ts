import type { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { EndedRequest } from "../node/observing/ended_request.ts";
import type { RequestObserver } from "../node/observing/request_observer.ts";
import type { PromClient } from "./_load_prom_client.ts";
import { methodLabel, reasonLabel } from "./_metric_labels.ts";

/** From half a millisecond, which a small read takes, to an upload of ten minutes. Seconds. */
const SECONDS = [
  ...[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
  ...[1, 2.5, 5, 10, 30, 60, 180, 600],
];

/** The series of one operation. They are looked up once, since prom-client makes a text of all labels at each look. */
interface OperationSeries {
  readonly seconds: { observe(value: number): void };
  readonly received: { inc(value: number): void };
  readonly sent: { inc(value: number): void };
  /** The counters by method and status. */
  readonly requests: Map<string, { inc(): void }>;
}

/** Counts requests. All labels have bounded values: operations are those of routes, or `unknown`. */
export class RequestMetrics implements RequestObserver {
  readonly #requests: Counter<"operation" | "method" | "status">;
  readonly #seconds: Histogram<"operation">;
  readonly #received: Counter<"operation">;
  readonly #sent: Counter<"operation">;
  readonly #unfinished: Counter<"operation" | "outcome">;
  readonly #refusals: Counter<"reason">;
  readonly #running: Gauge;
  readonly #uploads: Gauge;
  readonly #connections: Gauge;
  readonly #series = new Map<string, OperationSeries>();

  /**
   * @param prom The package.
   * @param registry Where the metrics are registered.
   */
  constructor({ Counter, Gauge, Histogram }: PromClient, registry: Registry) {
    const registers = [registry];
    this.#requests = new Counter({
      name: "varpost_requests_total",
      help: "Requests that have ended, by operation, method and status; 'none' if no answer had begun.",
      labelNames: ["operation", "method", "status"],
      registers,
    });
    this.#seconds = new Histogram({
      name: "varpost_request_seconds",
      help: "Seconds from the head of a request until its answer was handed to the operating system.",
      labelNames: ["operation"],
      buckets: SECONDS,
      registers,
    });
    this.#received = new Counter({
      name: "varpost_received_bytes_total",
      help: "Bytes of bodies of requests that were read.",
      labelNames: ["operation"],
      registers,
    });
    this.#sent = new Counter({
      name: "varpost_sent_bytes_total",
      help: "Bytes of bodies of answers that were handed to connections.",
      labelNames: ["operation"],
      registers,
    });
    this.#unfinished = new Counter({
      name: "varpost_requests_unfinished_total",
      help: "Requests that were not answered whole: 'aborted' by the client, or 'cut-off' by the server.",
      labelNames: ["operation", "outcome"],
      registers,
    });
    this.#refusals = new Counter({
      name: "varpost_refusals_total",
      help: "Refused requests, by the type of the error's body. 'TooManyConnections': a connection beyond the limit.",
      labelNames: ["reason"],
      registers,
    });
    this.#running = new Gauge({
      name: "varpost_requests_running",
      help: "Requests that have begun and not ended.",
      registers,
    });
    this.#uploads = new Gauge({
      name: "varpost_uploads_running",
      help: "Requests with a body that have begun and not ended.",
      registers,
    });
    this.#connections = new Gauge({
      name: "varpost_connections",
      help: "Open connections of clients.",
      registers,
    });
  }

  connected(): void {
    this.#connections.inc();
  }

  disconnected(): void {
    this.#connections.dec();
  }

  begun(isUpload: boolean): void {
    this.#running.inc();
    if (isUpload) this.#uploads.inc();
  }

  ended(request: EndedRequest): void {
    const { method, status, operation = "unknown", outcome, refusal } = request;
    if (request.isUpload) this.#uploads.dec();
    const series = this.#seriesOf(operation);
    this.#requestsOf(series, operation, methodLabel(method), String(status ?? "none")).inc();
    // What could not be read has not begun, and took no time.
    if (method !== "") {
      this.#running.dec();
      series.seconds.observe(request.ms / 1_000);
    }
    series.received.inc(request.bytesIn);
    series.sent.inc(request.bytesOut);
    if (outcome !== "answered") this.#unfinished.inc({ operation, outcome });
    if (refusal !== undefined) this.#refusals.inc({ reason: reasonLabel(refusal) });
  }

  #seriesOf(operation: string): OperationSeries {
    const known = this.#series.get(operation);
    if (known !== undefined) return known;
    const series = {
      seconds: this.#seconds.labels(operation),
      received: this.#received.labels(operation),
      sent: this.#sent.labels(operation),
      requests: new Map(),
    };
    this.#series.set(operation, series);
    return series;
  }

  #requestsOf(
    { requests }: OperationSeries,
    operation: string,
    method: string,
    status: string,
  ): { inc(): void } {
    const key = `${method} ${status}`;
    const known = requests.get(key);
    if (known !== undefined) return known;
    const counter = this.#requests.labels(operation, method, status);
    requests.set(key, counter);
    return counter;
  }
}
