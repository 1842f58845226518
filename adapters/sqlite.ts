/**
 * Variables in one SQLite file, through better-sqlite3.
 * @module
 */

import { checkChanges } from "../core/storage/check_changes.ts";
import { checkName } from "../core/storage/check_name.ts";
import { checkPage } from "../core/storage/check_page.ts";
import type {
  Change,
  OpenVariable,
  PageOptions,
  StagedContent,
  StorageCapabilities,
  VariableRecord,
  VariableStorage,
} from "../core/storage/storage.ts";
import { StorageError } from "../core/storage/storage_error.ts";
import type { Applied, OwnedChange, OwnedPut } from "./sqlite/_apply_call.ts";
import { CallOrder } from "./sqlite/_call_order.ts";
import { CHUNK_BYTES } from "./sqlite/_content_table.ts";
import { SqliteStage } from "./sqlite/_sqlite_stage.ts";
import { SqliteVariable } from "./sqlite/_sqlite_variable.ts";
import { withStorageErrors } from "./sqlite/_storage_error.ts";
import { Store } from "./sqlite/_store.ts";
import { copyValueInfo, type StoredVariable } from "./sqlite/_variable_row.ts";

/**
 * Keeps variables in an SQLite file. What was acknowledged survives a crash of the process and a loss of power; all changes
 * that wait at the same time share one sync. Large contents are rows of 256 KiB, written and read one at a time; what was
 * replaced is deleted in the background, and so is what a crash left.
 *
 * One storage owns a file: a second, in this process or another, is refused with "locked". Beside the file there is a
 * write-ahead log (`-wal`) while it is open, and after a crash: it belongs to it. To back a store up, close it, then copy
 * the file; a copy of an open one may be torn, and SQLite's own backup is refused, too. Before you put a copy in the place of
 * a store, delete the log that is there: it would be taken for the copy's. The file must not be a mount of its own, as of a
 * single file into a container: the log would not be in it.
 *
 * Needs the package better-sqlite3, which is loaded on opening.
 *
 * @example
 * ```ts
 * import { SqliteStorage } from "varpost/adapters/sqlite";
 * import assert from "node:assert/strict";
 *
 * const storage = await SqliteStorage.open("variables.db");
 * const content = new TextEncoder().encode("42");
 * await storage.apply("order-1", [
 *   { op: "put", name: "amount", type: "Integer", valueInfo: {}, content },
 * ]);
 * await storage.close();
 *
 * const reopened = await SqliteStorage.open("variables.db");
 * const record = await reopened.stat("order-1", "amount");
 * assert.equal(new TextDecoder().decode(record?.inline), "42");
 * await reopened.close();
 * ```
 */
export class SqliteStorage implements VariableStorage {
  readonly capabilities: StorageCapabilities = { durable: true, shared: false };
  readonly #store: Store;
  readonly #order = new CallOrder();
  #closing: Promise<void> | undefined;

  private constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Opens a store, or makes it.
   *
   * @param path Its file. The folder must be there.
   * @throws {StorageError} "locked" if it is open elsewhere, "corrupt" if the file is no store of a format known here, "io"
   *   if it is a mount of its own, or cannot be opened and written, with who may, or better-sqlite3 is not installed.
   */
  static async open(path: string): Promise<SqliteStorage> {
    return new SqliteStorage(await Store.open(path));
  }

  async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    this.#checkOpen();
    return this.#store.stage(source);
  }

  async apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    this.#checkOpen();
    checkChanges(instanceId, changes);
    const owned = this.#own(changes);
    if (owned.length === 0) return [];
    if (!owned.some(isLarge) && !this.#order.isWaiting(instanceId)) {
      return this.#store.commit(instanceId, owned);
    }
    return this.#order.run(instanceId, (before) => this.#applyLarge(instanceId, owned, before));
  }

  async stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    return this.#find(instanceId, name)?.record;
  }

  async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const variable = this.#find(instanceId, name);
    return variable === undefined ? undefined : new SqliteVariable(this.#store, variable);
  }

  async list(instanceId: string, options?: PageOptions): Promise<readonly VariableRecord[]> {
    this.#checkOpen();
    checkName("instance id", instanceId);
    const page = checkPage(options);
    return withStorageErrors("read the store", () => {
      const instance = this.#store.instances.find(instanceId);
      return instance === undefined ? [] : this.#store.variables.list(instance, page);
    });
  }

  async instances(options?: PageOptions): Promise<readonly string[]> {
    this.#checkOpen();
    const { after, limit } = checkPage(options);
    return withStorageErrors("read the store", () => this.#store.instances.page(after, limit));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#order.drained();
    this.#store.close();
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) {
      throw new StorageError("closed", "Cannot use the storage: it was closed");
    }
  }

  #find(instanceId: string, name: string): StoredVariable | undefined {
    this.#checkOpen();
    checkName("instance id", instanceId);
    checkName("variable name", name);
    return withStorageErrors("read the store", () => this.#store.find(instanceId, name));
  }

  /** Copies what the caller may change later, and refuses stages of other storages. */
  #own(changes: readonly Change[]): readonly OwnedChange[] {
    const stages = new Set<StagedContent>();
    return changes.map((change) => {
      if (change.op !== "put") return { ...change };
      const valueInfo = copyValueInfo(change.valueInfo);
      const { content } = change;
      if (content === null) return { ...change, valueInfo, content };
      if (content instanceof Uint8Array) {
        return { ...change, valueInfo, content: new Uint8Array(content) };
      }
      if (!(content instanceof SqliteStage && content.belongsTo(this.#store))) {
        throw new TypeError("Cannot apply the changes: a stage is not of this storage");
      }
      if (stages.has(content)) {
        throw new TypeError("Cannot apply the changes: two of them use one stage");
      }
      stages.add(content);
      return { ...change, valueInfo, content };
    });
  }

  /** Stages the contents that are too long for one synchronous write, then applies like any other call. */
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
