import type { StorageCapabilities, VariableRecord } from "../../core/storage/storage.ts";
import type {
  DriverChange,
  StageWriter,
  StorageDriver,
} from "../../core/storage/storage_driver.ts";
import { CallOrder } from "../_call_order.ts";
import type { Applied, OwnedChange, OwnedPut } from "./_apply_call.ts";
import { CHUNK_BYTES } from "./_content_table.ts";
import type { SqliteStage } from "./_sqlite_stage.ts";
import { SqliteStore } from "./_sqlite_store.ts";
import { SqliteVariable } from "./_sqlite_variable.ts";
import { withStorageErrors } from "./_storage_error.ts";
import type { VariableRow } from "./_variable_row.ts";

/** Keeps variables in an SQLite file. */
export class SqliteDriver implements StorageDriver<SqliteStage> {
  readonly capabilities: StorageCapabilities = { durable: true, shared: false };
  readonly #store: SqliteStore;
  readonly #order = new CallOrder();

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
    const owned = changes.map(own);
    if (!owned.some(isLarge) && !this.#order.isWaiting(instanceId)) {
      return this.#store.commit(instanceId, owned);
    }
    return this.#order.run(instanceId, (before) => this.#applyLarge(instanceId, owned, before));
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

  close(): void {
    this.#store.close();
  }

  #find(instanceId: string, name: string): VariableRow | undefined {
    return withStorageErrors("read the store", () => this.#store.find(instanceId, name));
  }

  /** Stages the contents that are too large for one synchronous write, then commits the changes like those of any other call. */
  async #applyLarge(
    instanceId: string,
    changes: readonly OwnedChange[],
    before: Promise<void>,
  ): Promise<Applied> {
    const stages: SqliteStage[] = [];
    try {
      const ready: OwnedChange[] = [];
      for (const change of changes) {
        if (!isLarge(change)) {
          ready.push(change);
          continue;
        }
        const stage = await this.#store.stage(once(change.content));
        stages.push(stage);
        ready.push({ ...change, content: stage });
      }
      await before;
      return await this.#store.commit(instanceId, ready);
    } catch (error) {
      for (const stage of stages) await stage.discard();
      throw error;
    }
  }
}

/** Copies the bytes of a put, since the caller may change them before they are written. */
function own(change: DriverChange<SqliteStage>): OwnedChange {
  if (change.op !== "put" || !(change.content instanceof Uint8Array)) return change;
  return { ...change, content: new Uint8Array(change.content) };
}

function isLarge(change: OwnedChange): change is OwnedPut & { readonly content: Uint8Array } {
  return (
    change.op === "put" &&
    change.content instanceof Uint8Array &&
    change.content.length > CHUNK_BYTES
  );
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
