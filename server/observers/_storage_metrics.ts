import type { Counter, Histogram, Registry } from "prom-client";
import { AnsweredError } from "../../core/errors/answered_error.ts";
import { ClientAbortError } from "../../core/rest/errors/client_abort_error.ts";
import { STORAGE_ERROR_CODES } from "../../core/storage/_storage_error_codes.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import type { PromClient } from "./_load_prom_client.ts";

/** What a storage is asked to do. `read` is the reading of the bytes of an opened variable, to its end or to where it is left. */
export type StorageOperation =
  | "stage"
  | "apply"
  | "stat"
  | "open"
  | "read"
  | "list"
  | "instances"
  | "query";

const OPERATIONS: Readonly<Record<StorageOperation, true>> = {
  stage: true,
  apply: true,
  stat: true,
  open: true,
  read: true,
  list: true,
  instances: true,
  query: true,
};

/** The codes of faults; `other` is an error that is none of the storage's own. */
const CODES: readonly string[] = [...Object.keys(STORAGE_ERROR_CODES), "other"];

/** From a tenth of a millisecond, which a value in memory takes, to a large upload on a slow disk. Seconds. */
const SECONDS = [
  ...[0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
  ...[1, 2.5, 5, 10, 30, 60],
];

/** Measures operations of a storage. */
export class StorageMetrics {
  readonly #seconds: Histogram<"operation">;
  readonly #faults: Counter<"operation" | "code">;
  readonly #series = new Map<StorageOperation, { observe(value: number): void }>();

  /**
   * @param prom The package.
   * @param registry Where the metrics are registered.
   */
  constructor({ Counter, Histogram }: PromClient, registry: Registry) {
    const registers = [registry];
    this.#seconds = new Histogram({
      name: "varpost_storage_seconds",
      help: "Seconds that operations of the storage took, without the time in which they waited for bytes of clients.",
      labelNames: ["operation"],
      buckets: SECONDS,
      registers,
    });
    this.#faults = new Counter({
      name: "varpost_storage_faults_total",
      help: "Operations of the storage that failed, by the code of the error; 'other' if it is none of the storage's own.",
      labelNames: ["operation", "code"],
      registers,
    });
    // Prometheus does not see that a series grows which begins with its first fault.
    for (const operation of Object.keys(OPERATIONS)) {
      for (const code of CODES) this.#faults.inc({ operation, code }, 0);
    }
  }

  /** Measures an operation, and counts its fault. */
  async measure<T>(operation: StorageOperation, run: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await run();
    } catch (error) {
      this.fault(operation, error);
      throw error;
    } finally {
      this.took(operation, performance.now() - started);
    }
  }

  /** Notes how long an operation took. Milliseconds. */
  took(operation: StorageOperation, ms: number): void {
    let series = this.#series.get(operation);
    if (series === undefined) {
      series = this.#seconds.labels(operation);
      this.#series.set(operation, series);
    }
    series.observe(ms / 1_000);
  }

  /** Counts a fault. What a client did wrong is none: a condition that does not hold, or an upload that it broke off. */
  fault(operation: StorageOperation, error: unknown): void {
    if (error instanceof AnsweredError || error instanceof ClientAbortError) return;
    const code = error instanceof StorageError ? error.code : "other";
    this.#faults.inc({ operation, code });
  }
}
