import type { QueryPage, StorageQuery } from "../../core/storage/query/storage_query.ts";
import type { StorageCapabilities, VariableRecord } from "../../core/storage/storage.ts";
import type {
  DriverChange,
  DriverQueryPage,
  StageWriter,
  StorageDriver,
} from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { StagedCalls } from "../_staged_calls.ts";
import type { BackupOptions } from "../backup_options.ts";
import type { Applied } from "./_apply_call.ts";
import { CHUNK_BYTES } from "./_content_table.ts";
import type { SqliteStage } from "./_sqlite_stage.ts";
import { SqliteStore } from "./_sqlite_store.ts";
import { SqliteVariable } from "./_sqlite_variable.ts";
import { storageError, withStorageErrors } from "./_storage_error.ts";
import type { VariableRow } from "./_variable_row.ts";
import { runQuery } from "./query/_run_query.ts";

/** Keeps variables in an SQLite file. */
export class SqliteDriver implements StorageDriver<SqliteStage> {
  readonly capabilities: StorageCapabilities = { durable: true, shared: false };
  readonly #store: SqliteStore;
  readonly #calls = new StagedCalls<SqliteStage>({
    maxBytes: CHUNK_BYTES,
    stage: () => this.stage(),
    commit: (instanceId, changes) => this.#store.commit(instanceId, changes),
  });

  /** Is aborted when the store is closed. */
  readonly #closing = new AbortController();
  readonly #backups = new Set<Promise<void>>();

  private constructor(store: SqliteStore) {
    this.#store = store;
  }

  /** Opens a store, or creates it. Throws the errors of {@linkcode SqliteStorage.open}. */
  static async open(path: string): Promise<SqliteDriver> {
    return new SqliteDriver(await SqliteStore.open(path));
  }

  stage(): StageWriter<SqliteStage> {
    return this.#store.beginStage();
  }

  apply(instanceId: string, changes: readonly DriverChange<SqliteStage>[]): Promise<Applied> {
    return this.#calls.apply(instanceId, changes);
  }

  stat(instanceId: string, name: string): VariableRecord | undefined {
    return this.#find(instanceId, name)?.record;
  }

  open(instanceId: string, name: string): SqliteVariable | undefined {
    const variable = this.#find(instanceId, name);
    return variable === undefined ? undefined : new SqliteVariable(this.#store, variable);
  }

  list(instanceId: string, after: string, limit: number): readonly VariableRecord[] {
    return withStorageErrors("read the store", () => {
      const instance = this.#store.instances.find(instanceId);
      return instance === undefined ? [] : this.#store.variables.list(instance, after, limit);
    });
  }

  instances(after: string, limit: number): readonly string[] {
    return withStorageErrors("read the store", () => this.#store.instances.page(after, limit));
  }

  async query(query: StorageQuery, page: DriverQueryPage): Promise<QueryPage> {
    try {
      return await runQuery(this.#store, query, page);
    } catch (error) {
      throw storageError("read the store", error);
    }
  }

  health(): void {
    withStorageErrors("write to the store", () => this.#store.checkHealth());
  }

  /** As `SqliteStorage.backup`. */
  async backup(target: string, { onProgress, signal }: BackupOptions): Promise<void> {
    const closing = this.#closing.signal;
    const ended = signal === undefined ? closing : AbortSignal.any([signal, closing]);
    ended.throwIfAborted();
    const running = this.#store.backUp(target, { onProgress, signal: ended });
    this.#backups.add(running);
    try {
      await running;
    } catch (error) {
      ended.throwIfAborted();
      throw storageError(`make the backup '${target}'`, error);
    } finally {
      this.#backups.delete(running);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(new StorageError("closed", "Cannot end the backup: the store was closed"));
    await Promise.allSettled(this.#backups);
    this.#store.close();
  }

  #find(instanceId: string, name: string): VariableRow | undefined {
    return withStorageErrors("read the store", () => this.#store.find(instanceId, name));
  }
}
