/**
 * Variables in a directory: durable, no dependency, and fastest for large contents.
 *
 * Where to look in `filesystem/`, from the outside in:
 *
 * - `disk/`, the directory as a whole: `StoreLayout` (what lies where), `DirectoryLock`, `Store` (what all parts share), `sweep`,
 *   `InstanceList` (ids of instances); and the operations on files that all others use
 * - `contents/`, large contents: `Stages`, `Stage`, `StageWriter` before their commit, `InstanceContents` after it
 * - `instance/`: `InstanceCache` keeps those used last; an `Instance` orders the calls and commits them together, its
 *   `InstanceLog` has the records and its `InstanceContents` the content files
 * - `log/`: `LogFile` appends and reads; `log_frame` and `log_record` are its format; `replayLog` reads it to a
 *   `VariableIndex`; `durable_log` makes each change count only once it is on the disk; `LogRewrite` drops garbage
 *
 * @module
 */

import { checkChanges } from "../core/storage/check_changes.ts";
import { checkName } from "../core/storage/check_name.ts";
import { checkPage } from "../core/storage/check_page.ts";
import { createVersionSource } from "../core/storage/create_version_source.ts";
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
import { ApplyContents } from "./filesystem/contents/_apply_contents.ts";
import { Stages } from "./filesystem/contents/_stages.ts";
import { DirectoryLock } from "./filesystem/disk/_directory_lock.ts";
import { Store } from "./filesystem/disk/_store.ts";
import { StoreLayout } from "./filesystem/disk/_store_layout.ts";
import { findLeftovers, type Leftovers, sweep } from "./filesystem/disk/_sweep.ts";
import { toStorageError } from "./filesystem/disk/_to_storage_error.ts";
import { InstanceCache } from "./filesystem/instance/_instance_cache.ts";
import { maxOpenLogs } from "./filesystem/instance/_max_open_logs.ts";
import { OpenedVariable } from "./filesystem/instance/_opened_variable.ts";
import {
  type PreparedChange,
  prepareDelete,
  preparePut,
} from "./filesystem/instance/_prepared_change.ts";

/**
 * Keeps variables in a directory that one process owns. Each instance has an append-only log of checksummed records with
 * the small contents in it; contents over 64 KiB have a file each, with a checksum for each 256 KiB. An `apply` is one append
 * and one sync, which all calls share that wait for it. Opening reads nothing: an instance is read when it is first used. What a
 * crash left is deleted in the background after opening.
 *
 * What was damaged on the disk is "corrupt" when it is read, a range of it, too; contents of stores made before there were
 * checksums for them are read as they are.
 *
 * The logs of the instances used last stay open: up to 16,384, and up to half of the files that the process may open. If it can open
 * no more, some are closed. A low limit (`ulimit -n`) costs time alone.
 *
 * The directory should be on a local disk: network file systems often do not keep what they acknowledged.
 *
 * @example
 * ```ts
 * import { FilesystemStorage } from "varpost/adapters/filesystem";
 * import assert from "node:assert/strict";
 *
 * let storage = await FilesystemStorage.open("variables");
 * const content = new TextEncoder().encode("42");
 * await storage.apply("order-1", [
 *   { op: "put", name: "amount", type: "Integer", valueInfo: {}, content },
 * ]);
 * await storage.close();
 *
 * storage = await FilesystemStorage.open("variables");
 * const record = await storage.stat("order-1", "amount");
 * assert.equal(new TextDecoder().decode(record?.inline), "42");
 * await storage.close();
 * ```
 */
export class FilesystemStorage implements VariableStorage {
  readonly capabilities: StorageCapabilities = { durable: true, shared: false };
  readonly #store: Store;
  readonly #lock: DirectoryLock;
  readonly #stages: Stages;
  readonly #instances: InstanceCache;
  readonly #nextVersion = createVersionSource();
  readonly #readers = new Set<OpenedVariable>();
  readonly #running = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

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
  static async open(directory: string): Promise<FilesystemStorage> {
    const layout = new StoreLayout(directory);
    let lock: DirectoryLock | undefined;
    try {
      await layout.prepareLock();
      lock = await DirectoryLock.acquire(layout.lock);
      await layout.prepareFolders();
      if (lock.tookOver) await layout.syncShards();
      const store = new Store(layout, lock.tookOver);
      return new FilesystemStorage(store, lock, await findLeftovers(store), await maxOpenLogs());
    } catch (error) {
      await lock?.abandon();
      throw toStorageError(error, `open '${directory}'`);
    }
  }

  async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    this.#store.checkOpen();
    this.#store.guard.check();
    return this.#stages.stage(source);
  }

  async apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    this.#store.checkOpen();
    checkChanges(instanceId, changes);
    if (changes.length === 0) return [];
    if (changes[0]?.op === "clear") {
      await this.#run(this.#instances.use(instanceId, (instance) => instance.clear()));
      return [undefined];
    }
    return this.#run(this.#applyNamed(instanceId, changes));
  }

  async stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    this.#checkNames(instanceId, name);
    return this.#run(this.#instances.use(instanceId, (instance) => instance.stat(name)));
  }

  async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    this.#checkNames(instanceId, name);
    const open = this.#instances.use(instanceId, (instance) => instance.open(name));
    const version = await this.#run(open);
    if (version === undefined) return undefined;
    const variable = new OpenedVariable(version, (closed) => this.#readers.delete(closed));
    this.#readers.add(variable);
    if (this.#store.closed) await variable.end(closedError());
    this.#store.checkOpen();
    return variable;
  }

  async list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    this.#store.checkOpen();
    checkName("instance id", instanceId);
    const { after, limit } = checkPage(page);
    const list = this.#instances.use(instanceId, (instance) => instance.list(after, limit));
    return this.#run(list);
  }

  async instances(page?: PageOptions): Promise<readonly string[]> {
    this.#store.checkOpen();
    const { after, limit } = checkPage(page);
    return this.#run(this.#store.list.after(after, limit));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #applyNamed(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    const contents = new ApplyContents(this.#store, this.#stages);
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

  #prepare(change: Change, contents: ApplyContents): PreparedChange {
    if (change.op === "put") {
      return preparePut(change, contents.take(change.content), this.#nextVersion());
    }
    if (change.op === "delete") return prepareDelete(change);
    throw new TypeError("Cannot apply the changes: 'clear' must be the only one");
  }

  #checkNames(instanceId: string, name: string): void {
    this.#store.checkOpen();
    checkName("instance id", instanceId);
    checkName("variable name", name);
  }

  /** `close` waits for what runs. */
  async #run<T>(operation: Promise<T>): Promise<T> {
    this.#running.add(operation);
    try {
      return await operation;
    } finally {
      this.#running.delete(operation);
    }
  }

  async #close(): Promise<void> {
    this.#store.close();
    this.#stages.end(closedError());
    await Promise.all(Array.from(this.#readers, (reader) => reader.end(closedError())));
    await Promise.allSettled(this.#running);
    await this.#store.background.drain();
    await this.#instances.close();
    // What stays is swept by the next opening.
    await this.#stages.removeAll().catch(() => undefined);
    // What a failed sync left is for the next opening to look at, as after a crash.
    if (this.#store.guard.broken) await this.#lock.abandon();
    else await this.#lock.release();
  }
}

function closedError(): StorageError {
  return new StorageError("closed", "Cannot use the storage: it was closed");
}
