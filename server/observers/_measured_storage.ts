import type {
  Change,
  OpenVariable,
  PageOptions,
  StagedContent,
  StorageCapabilities,
  VariableRecord,
  VariableStorage,
} from "../../core/storage/storage.ts";
import type { StorageMetrics } from "./_storage_metrics.ts";
import { TimedChunks } from "./_timed_chunks.ts";

/** A storage whose operations are measured. It has `query` and `health` exactly if the inner one has them. */
export class MeasuredStorage implements VariableStorage {
  readonly query: VariableStorage["query"];
  readonly health: VariableStorage["health"];
  readonly #inner: VariableStorage;
  readonly #metrics: StorageMetrics;

  /**
   * @param inner The storage.
   * @param metrics Measures its operations.
   */
  constructor(inner: VariableStorage, metrics: StorageMetrics) {
    this.#inner = inner;
    this.#metrics = metrics;
    this.health = inner.health?.bind(inner);
    const query = inner.query?.bind(inner);
    if (query === undefined) return;
    this.query = (wanted, page) => metrics.measure("query", () => query(wanted, page));
  }

  get capabilities(): StorageCapabilities {
    return this.#inner.capabilities;
  }

  /** The time is that of the storage: how long it waited for the source does not count, and a fault of the source is none of its. */
  async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    const metrics = this.#metrics;
    let chunks: TimedChunks | undefined;
    const timed = {
      [Symbol.asyncIterator]: () => {
        chunks = new TimedChunks(source);
        return chunks;
      },
    };
    const started = performance.now();
    try {
      return await this.#inner.stage(isIterable(source) ? timed : source);
    } catch (error) {
      if (!chunks?.hasFailed) metrics.fault("stage", error);
      throw error;
    } finally {
      metrics.took("stage", performance.now() - started - (chunks?.waitedMs ?? 0));
    }
  }

  apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    return this.#metrics.measure("apply", () => this.#inner.apply(instanceId, changes));
  }

  stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    return this.#metrics.measure("stat", () => this.#inner.stat(instanceId, name));
  }

  async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const metrics = this.#metrics;
    const variable = await metrics.measure("open", () => this.#inner.open(instanceId, name));
    return variable && measured(variable, metrics);
  }

  list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    return this.#metrics.measure("list", () => this.#inner.list(instanceId, page));
  }

  instances(page?: PageOptions): Promise<readonly string[]> {
    return this.#metrics.measure("instances", () => this.#inner.instances(page));
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** An open variable whose reads are measured. */
function measured(variable: OpenVariable, metrics: StorageMetrics): OpenVariable {
  return {
    record: variable.record,
    read: (start, end) =>
      new TimedChunks(variable.read(start, end), ({ waitedMs }, error) => {
        if (error !== undefined) metrics.fault("read", error);
        metrics.took("read", waitedMs);
      }),
    close: () => variable.close(),
    [Symbol.asyncDispose]: () => variable.close(),
  };
}

/** Plain JavaScript may pass what is no source, and the storage tells that best. */
function isIterable(source: AsyncIterable<Uint8Array> | null | undefined): boolean {
  return typeof source?.[Symbol.asyncIterator] === "function";
}
