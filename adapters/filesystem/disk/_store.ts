import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { DiskRoom, freeBytes, type WriteKind } from "../../_disk_room.ts";
import { notThere, SameFile } from "../../_same_file.ts";
import { BackgroundTasks } from "./_background_tasks.ts";
import { InstanceList } from "./_instance_list.ts";
import { InstanceMarks } from "./_instance_marks.ts";
import { SharedSync } from "./_shared_sync.ts";
import type { StoreLayout } from "./_store_layout.ts";
import { WriteGuard } from "./_write_guard.ts";

/** What all parts of one open store share. */
export class Store {
  readonly layout: StoreLayout;
  readonly guard: WriteGuard = new WriteGuard();
  readonly background: BackgroundTasks = new BackgroundTasks();
  readonly marks: InstanceMarks;
  readonly list: InstanceList;
  /** Whether the process before may have been killed: what it wrote last may not be on the disk yet. */
  readonly afterCrash: boolean;
  readonly #syncs = new SharedSync();
  readonly #room = new DiskRoom((bytes) => freeBytes(this.layout.root) - bytes);
  /** Where all that counts lies. */
  readonly #instances: SameFile;
  #isThere = false;
  readonly #prefix = randomBytes(9).toString("hex");
  #count = 0;
  #closed = false;

  constructor(layout: StoreLayout, afterCrash: boolean) {
    this.layout = layout;
    this.afterCrash = afterCrash;
    this.#instances = new SameFile(layout.instances);
    this.marks = new InstanceMarks(layout.touched, this.guard, (path) => this.syncDirectory(path));
    this.list = new InstanceList(layout);
  }

  /** Whether `close` was called: long work in the background ends early. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Refuses everything from now on. */
  close(): void {
    this.#closed = true;
  }

  /** @throws {StorageError} "closed" if the store was closed. */
  checkOpen(): void {
    if (this.#closed) throw new StorageError("closed", "Cannot use the storage: it was closed");
  }

  /**
   * To be called before anything is changed. All who ask in one turn of the event loop share the look at the disk.
   *
   * @throws {StorageError} "io" if writes are refused, since a sync failed or the store was deleted, moved or replaced.
   */
  checkWritable(): void {
    this.guard.check();
    if (this.#isThere) return;
    const { isThere, path } = this.#instances;
    if (!isThere) throw notThere(path);
    this.#isThere = true;
    setImmediate(() => {
      this.#isThere = false;
    });
  }

  /**
   * To be called before bytes are written that make the store larger.
   *
   * @throws {StorageError} "full" if the disk has no room for them, or has to keep it for what is smaller.
   */
  requireRoom(kind: WriteKind, bytes: number): void {
    if (this.#room.has(kind, bytes)) return;
    throw new StorageError("full", "Cannot write to the store: there is no room left");
  }

  /** A file name that this store has never had. */
  nextId(): string {
    return `${this.#prefix}-${(this.#count++).toString(36)}`;
  }

  /** Where a new file is written out of sight. */
  stagePath(id: string): string {
    return join(this.layout.stage, id);
  }

  /** Waits until the entries of a directory are on the disk. */
  syncDirectory(path: string): Promise<void> {
    return this.guard.run("sync a directory", () => this.#syncs.sync(path));
  }
}
