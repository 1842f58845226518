import type { QueryPage, StorageQuery } from "../../core/storage/query/storage_query.ts";
import type { StorageCapabilities, VariableRecord } from "../../core/storage/storage.ts";
import type {
  DriverChange,
  DriverPut,
  DriverQueryPage,
  MaybePromise,
  StageWriter,
  StorageDriver,
} from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import type { BackupOptions } from "../backup_options.ts";
import { Sequence } from "./_sequence.ts";
import { backUp, type StorePoint } from "./backup/_back_up.ts";
import { type Applied, CommitQueue } from "./commit/_commit_queue.ts";
import { type PreparedChange, prepareDelete, preparePut } from "./commit/_prepared_change.ts";
import { ContentReader } from "./contents/_content_reader.ts";
import { Contents } from "./contents/_contents.ts";
import { MAX_BODY_BYTES } from "./contents/_max_body_bytes.ts";
import { type FileStage, MemoryStage, type Stage } from "./contents/_stage.ts";
import { DirectoryLock } from "./disk/_directory_lock.ts";
import { Store } from "./disk/_store.ts";
import { StoreLayout } from "./disk/_store_layout.ts";
import { systemCode, toStorageError } from "./disk/_to_storage_error.ts";
import { type FoundKey, KeyDirectory } from "./keys/_key_directory.ts";
import { Log } from "./log/_log.ts";
import type { DamagePolicy } from "./log/_log_opening.ts";
import { Merger } from "./log/_merger.ts";
import { VariableQuery } from "./query/_variable_query.ts";
import { OpenedVariable } from "./read/_opened_variable.ts";
import { readRecord, readRecords, readWhole } from "./read/_read_records.ts";

type Change = DriverChange<Stage>;

/** How a driver opens a store. */
export interface DriverOptions extends DamagePolicy {
  /** Length of a full segment of the log, in bytes. Default: a 64th of the disk, from 1 to 64 MiB. Tests have small ones. */
  readonly segmentBytes?: number | undefined;
}

/** Keeps variables in a directory. */
export class FilesystemDriver implements StorageDriver<Stage> {
  readonly capabilities: StorageCapabilities = { durable: true, shared: false };
  readonly #store: Store;
  readonly #lock: DirectoryLock;
  readonly #keys: KeyDirectory;
  readonly #contents: Contents;
  readonly #log: Log;
  readonly #queue: CommitQueue;
  readonly #merger: Merger;
  readonly #query: VariableQuery;
  readonly #opened = new Set<OpenedVariable>();
  /** Is aborted when the store is closed. */
  readonly #closing = new AbortController();
  readonly #backups = new Set<Promise<void>>();
  /** Instances with calls that wait until their contents are written. The promise settles when the last such call is ready. */
  readonly #waiting = new Map<string, Promise<unknown>>();

  private constructor(
    store: Store,
    lock: DirectoryLock,
    keys: KeyDirectory,
    contents: Contents,
    log: Log,
    sequence: Sequence,
  ) {
    this.#store = store;
    this.#lock = lock;
    this.#keys = keys;
    this.#contents = contents;
    this.#log = log;
    this.#query = new VariableQuery(keys);
    this.#queue = new CommitQueue(store, keys, contents, log, sequence, () =>
      this.#merger.onCommit(),
    );
    this.#merger = new Merger(store, keys, log, (task) => this.#queue.runAlone(task));
    // An earlier process may have left garbage. It is merged soon, even if nothing is committed.
    this.#merger.onCommit();
  }

  /**
   * Opens the store in a directory. The directory is made if it does not exist.
   *
   * @throws {StorageError} "locked" if it is open already, here or in another process; "corrupt" if the directory is not a store,
   * has another format, or has damaged records of which it is not known whose they are; "full" or "io" if the system refuses.
   */
  static async open(
    directory: string,
    { segmentBytes, ...policy }: DriverOptions,
  ): Promise<FilesystemDriver> {
    const layout = new StoreLayout(directory);
    let lock: DirectoryLock | undefined;
    let store: Store | undefined;
    try {
      await layout.prepareLock();
      lock = await DirectoryLock.acquire(layout.lock);
      await layout.prepareFolders();
      store = await Store.open(layout, segmentBytes);
      const sequence = new Sequence();
      const keys = new KeyDirectory();
      const contents = new Contents(store, sequence);
      const log = await Log.open(store, keys, sequence, policy);
      const orphans = await contents.findOrphans(keys.files());
      store.background.start(() => contents.sweep(orphans));
      return new FilesystemDriver(store, lock, keys, contents, log, sequence);
    } catch (error) {
      await store?.endBackground();
      await store?.close();
      await lock?.abandon();
      throw toStorageError(error, `open '${directory}'`);
    }
  }

  stage(): StageWriter<Stage> {
    this.#store.checkWritable();
    return this.#contents.stage();
  }

  apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const before = this.#waiting.get(instanceId);
    const isClear = changes[0]?.op === "clear";
    const isReady = before === undefined && !changes.some(needsFile);
    if (isClear && isReady) return this.#queue.clear(instanceId);
    if (isReady) return this.#queue.apply(instanceId, this.#prepare(instanceId, changes));
    return this.#applyLater(instanceId, changes, before);
  }

  stat(instanceId: string, name: string): MaybePromise<VariableRecord | undefined> {
    const found = this.#keys.find(instanceId, name);
    return found && readRecord(found);
  }

  open(instanceId: string, name: string): MaybePromise<OpenedVariable | undefined> {
    const found = this.#keys.find(instanceId, name);
    return found && this.#open(found);
  }

  list(instanceId: string, after: string, limit: number): Promise<readonly VariableRecord[]> {
    const found = this.#keys.list(instanceId, after, limit);
    return readRecords(found);
  }

  instances(after: string, limit: number): readonly string[] {
    return this.#keys.instances(after, limit);
  }

  query(query: StorageQuery, page: DriverQueryPage): Promise<QueryPage> {
    return this.#query.page(query, page);
  }

  health(): Promise<void> {
    return this.#store.checkHealth();
  }

  /** As `FilesystemStorage.backup`. */
  async backup(target: string, { onProgress, signal }: BackupOptions): Promise<void> {
    const closing = this.#closing.signal;
    const ended = signal === undefined ? closing : AbortSignal.any([signal, closing]);
    const running = backUp(this.#store.layout, target, () => this.#point(), {
      onProgress,
      signal: ended,
    });
    this.#backups.add(running);
    await running.finally(() => this.#backups.delete(running));
  }

  async close(): Promise<void> {
    this.#closing.abort(new StorageError("closed", "Cannot end the backup: the store was closed"));
    await Promise.allSettled(this.#backups);
    for (const variable of this.#opened) await variable.close();
    this.#contents.deleteStaged();
    await this.#store.endBackground();
    this.#merger.end();
    const { guard } = this.#store;
    try {
      if (!guard.broken) await this.#log.close();
    } finally {
      await this.#store.close();
      // After a failed sync the store is left as a crash would leave it: with the sockets of its lock.
      if (guard.broken) await this.#lock.abandon();
      else await this.#lock.release();
    }
  }

  /** Takes the store as it is between two commits, and keeps all its files. */
  async #point(): Promise<StorePoint> {
    let point: StorePoint | undefined;
    await this.#queue.runAlone(async () => {
      const segments = [...this.#store.segments.all()].map((segment) => {
        segment.hold();
        let isHeld = true;
        const release = () => {
          if (isHeld) segment.release();
          isHeld = false;
        };
        return { segment, bytes: segment.bytes, isSealed: segment.isSealed, release };
      });
      const endKeeping = this.#contents.keepAll();
      const release = () => {
        for (const segment of segments) segment.release();
        endKeeping();
      };
      point = { segments, files: [...this.#keys.files()], release };
    });
    if (point !== undefined) return point;
    throw new StorageError("closed", "Cannot make a backup: the store was closed");
  }

  #prepare(instanceId: string, changes: readonly Change[]): PreparedChange[] {
    return changes.map((change) => this.#prepareOne(instanceId, change));
  }

  /** Prepares a change whose content needs no new file. */
  #prepareOne(instanceId: string, change: Change): PreparedChange {
    if (change.op === "put") return preparePut(instanceId, change, kept(change.content));
    if (change.op === "delete") return prepareDelete(instanceId, change.name, change.condition);
    throw new TypeError("Cannot apply the changes: 'clear' must be the only one");
  }

  /** Applies changes after their contents were written, and after the earlier calls for the same instance entered the queue. */
  async #applyLater(
    instanceId: string,
    changes: readonly Change[],
    before: Promise<unknown> | undefined,
  ): Promise<Applied> {
    const isClear = changes[0]?.op === "clear";
    const prepared = isClear ? [] : changes.map((change) => this.#prepareAny(instanceId, change));
    const ready = Promise.allSettled([before, ...prepared]);
    this.#waiting.set(instanceId, ready);
    const [, ...settled] = await ready;
    // From here to the queue there must be no `await`: the next call for the instance goes on in the same turn.
    if (this.#waiting.get(instanceId) === ready) this.#waiting.delete(instanceId);
    if (isClear) return this.#queue.clear(instanceId);
    try {
      return await this.#queue.apply(instanceId, settled.map(settledValue));
    } catch (error) {
      for (const [index, change] of changes.entries()) {
        const result = settled[index];
        const file = result?.status === "fulfilled" ? result.value.draft.file : undefined;
        if (needsFile(change) && file !== undefined) await this.#contents.discard(file);
      }
      throw error;
    }
  }

  async #prepareAny(instanceId: string, change: Change): Promise<PreparedChange> {
    if (!needsFile(change)) return this.#prepareOne(instanceId, change);
    const stage = await this.#contents.stageBytes(change.content);
    return preparePut(instanceId, change, kept(stage));
  }

  async #open(found: FoundKey): Promise<OpenedVariable | undefined> {
    const { instanceId, name } = found;
    const { record, body, content } = await readWhole(found);
    if (content === undefined) return new OpenedVariable(record, body);
    const { file, size, sum } = content;
    const path = this.#contents.pathOf(file);
    try {
      const reader = await ContentReader.open(path, size, sum);
      const opened = new OpenedVariable(record, reader, () => this.#opened.delete(opened));
      this.#opened.add(opened);
      return opened;
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw toStorageError(error, "open the content");
      // A newer version may have replaced this one meanwhile.
      const isCurrent = this.#keys.sequenceOf(instanceId, name) === found.sequence;
      if (!isCurrent) return this.open(instanceId, name);
      throw new StorageError(
        "corrupt",
        `Cannot read variable '${name}' of '${instanceId}': '${path}' is missing`,
      );
    }
  }
}

function needsFile(change: Change): change is DriverPut<Stage> & { readonly content: Uint8Array } {
  if (change.op !== "put" || !(change.content instanceof Uint8Array)) return false;
  return change.content.byteLength > MAX_BODY_BYTES;
}

function settledValue<T>(result: PromiseSettledResult<T>): T {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** Returns a content that nobody else changes: bytes that belong to the caller are copied. */
function kept(content: DriverPut<Stage>["content"]): Uint8Array | FileStage | null {
  if (content instanceof MemoryStage) return content.bytes;
  return content instanceof Uint8Array ? new Uint8Array(content) : content;
}
