import { createVersionSource } from "../../core/storage/create_version_source.ts";
import type { StorageCapabilities, VariableRecord } from "../../core/storage/storage.ts";
import type {
  DriverChange,
  StageWriter,
  StorageDriver,
} from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { ApplyContents } from "./contents/_apply_contents.ts";
import type { Stage } from "./contents/_stage.ts";
import { Stages } from "./contents/_stages.ts";
import { DirectoryLock } from "./disk/_directory_lock.ts";
import { Store } from "./disk/_store.ts";
import { StoreLayout } from "./disk/_store_layout.ts";
import { findLeftovers, type Leftovers, sweep } from "./disk/_sweep.ts";
import { toStorageError } from "./disk/_to_storage_error.ts";
import { InstanceCache } from "./instance/_instance_cache.ts";
import { maxOpenLogs } from "./instance/_max_open_logs.ts";
import { OpenedVariable } from "./instance/_opened_variable.ts";
import { type PreparedChange, prepareDelete, preparePut } from "./instance/_prepared_change.ts";

/** Keeps variables in a directory. */
export class FilesystemDriver implements StorageDriver<Stage> {
  readonly capabilities: StorageCapabilities = { durable: true, shared: false };
  readonly #store: Store;
  readonly #lock: DirectoryLock;
  readonly #stages: Stages;
  readonly #instances: InstanceCache;
  readonly #nextVersion = createVersionSource();
  readonly #readers = new Set<OpenedVariable>();

  private constructor(
    store: Store,
    lock: DirectoryLock,
    leftovers: Leftovers,
    maxInstances: number,
  ) {
    this.#store = store;
    this.#lock = lock;
    this.#stages = new Stages(store);
    this.#instances = new InstanceCache(store, maxInstances);
    store.background.start(() => sweep(store, this.#instances, leftovers));
  }

  /**
   * Opens the store in a directory, which is made if it is not there.
   *
   * @param directory The path. A directory that holds anything else is refused.
   * @throws {StorageError} "locked" if another process has it open, "corrupt" if the directory is no store or one of a
   * version unknown here, "full" or "io" if the system refuses.
   */
  static async open(directory: string): Promise<FilesystemDriver> {
    const layout = new StoreLayout(directory);
    let lock: DirectoryLock | undefined;
    try {
      await layout.prepareLock();
      lock = await DirectoryLock.acquire(layout.lock);
      await layout.prepareFolders();
      if (lock.tookOver) await layout.syncShards();
      const store = new Store(layout, lock.tookOver);
      return new FilesystemDriver(store, lock, await findLeftovers(store), await maxOpenLogs());
    } catch (error) {
      await lock?.abandon();
      throw toStorageError(error, `open '${directory}'`);
    }
  }

  stage(): StageWriter<Stage> {
    this.#store.guard.check();
    return this.#stages.begin();
  }

  async apply(
    instanceId: string,
    changes: readonly DriverChange<Stage>[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    if (changes[0]?.op === "clear") {
      await this.#instances.use(instanceId, (instance) => instance.clear());
      return [undefined];
    }
    const contents = new ApplyContents(this.#stages);
    try {
      const prepared = changes.map((change) => this.#prepare(change, contents));
      await this.#instances.use(instanceId, (instance) =>
        instance.apply(prepared, contents.ready()),
      );
      contents.useUp();
      return prepared.map(({ put }) => put?.record);
    } catch (error) {
      await contents.giveBack();
      throw error;
    }
  }

  stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    return this.#instances.use(instanceId, (instance) => instance.stat(name));
  }

  async open(instanceId: string, name: string): Promise<OpenedVariable | undefined> {
    const version = await this.#instances.use(instanceId, (instance) => instance.open(name));
    if (version === undefined) return undefined;
    const variable = new OpenedVariable(version, (closed) => this.#readers.delete(closed));
    this.#readers.add(variable);
    return variable;
  }

  list(instanceId: string, after: string, limit: number): Promise<readonly VariableRecord[]> {
    return this.#instances.use(instanceId, (instance) => instance.list(after, limit));
  }

  instances(after: string, limit: number): Promise<readonly string[]> {
    return this.#store.list.after(after, limit);
  }

  async close(): Promise<void> {
    this.#store.close();
    const closed = new StorageError("closed", "Cannot use the storage: it was closed");
    await Promise.all(Array.from(this.#readers, (reader) => reader.end(closed)));
    await this.#store.background.drain();
    await this.#instances.close();
    // What stays is swept by the next opening.
    await this.#stages.removeAll().catch(() => undefined);
    // What a failed sync left is for the next opening to look at, as after a crash.
    if (this.#store.guard.broken) await this.#lock.abandon();
    else await this.#lock.release();
  }

  #prepare(change: DriverChange<Stage>, contents: ApplyContents): PreparedChange {
    if (change.op === "put") {
      return preparePut(change, contents.take(change.content), this.#nextVersion());
    }
    if (change.op === "delete") return prepareDelete(change);
    throw new TypeError("Cannot apply the changes: 'clear' must be the only one");
  }
}
