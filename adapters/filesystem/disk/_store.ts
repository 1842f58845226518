import fs from "node:fs";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { checkWritable } from "../../_check_writable.ts";
import { DiskRoom, freeBytes, type WriteKind } from "../../_disk_room.ts";
import { notThere, SameFile } from "../../_same_file.ts";
import { Segments } from "../log/_segments.ts";
import { BackgroundTasks } from "./_background_tasks.ts";
import type { StoreLayout } from "./_store_layout.ts";
import { SyncedDirectory } from "./_synced_directory.ts";
import { WriteGuard } from "./_write_guard.ts";

/** A full segment has a 64th of the disk, between the two limits below. As much is kept free, so that one can be merged. */
const SEGMENTS_PER_DISK = 64;
const MIN_SEGMENT_BYTES = 1_048_576;
const MAX_SEGMENT_BYTES = 67_108_864;

/** What all parts of one open store share. */
export class Store {
  readonly layout: StoreLayout;
  readonly guard: WriteGuard;
  readonly background: BackgroundTasks = new BackgroundTasks();
  readonly segments: Segments;
  /** A segment of this length is full. */
  readonly segmentBytes: number;
  /** The folder of the content files. */
  readonly contents: SyncedDirectory;
  readonly #log: SyncedDirectory;
  readonly #room: DiskRoom;
  readonly #folder: SameFile;
  #isThere = false;
  #isClosed = false;

  private constructor(
    layout: StoreLayout,
    guard: WriteGuard,
    log: SyncedDirectory,
    contents: SyncedDirectory,
    segmentBytes: number,
  ) {
    this.layout = layout;
    this.guard = guard;
    this.contents = contents;
    this.#log = log;
    this.segments = new Segments(layout.log);
    this.#folder = new SameFile(layout.log);
    this.segmentBytes = segmentBytes;
    // Room for the merge of one segment is kept free.
    this.#room = new DiskRoom((bytes) => freeBytes(layout.root) - this.segmentBytes - bytes);
  }

  /**
   * Opens the folders of a store. Throws what the system reports.
   *
   * @param segmentBytes Length of a full segment. Default: a 64th of the disk, from 1 to 64 MiB.
   */
  static async open(
    layout: StoreLayout,
    segmentBytes: number = segmentBytesOf(layout.root),
  ): Promise<Store> {
    const guard = new WriteGuard();
    const log = await SyncedDirectory.open(layout.log, guard);
    const contents = await SyncedDirectory.open(layout.contents, guard);
    return new Store(layout, guard, log, contents, segmentBytes);
  }

  /** Whether the store is being closed, so that long work in the background has to end early. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Ends long work in the background, and waits until none is left. */
  endBackground(): Promise<void> {
    this.#isClosed = true;
    return this.background.drain();
  }

  /** Closes all files. */
  async close(): Promise<void> {
    await this.segments.close();
    await this.#log.close();
    await this.contents.close();
  }

  /** Waits until the names of all segments are on the disk. */
  syncLogNames(): Promise<void> {
    return this.#log.sync();
  }

  /**
   * Call this before anything is changed. All calls of one turn of the event loop share one look at the disk.
   *
   * @throws {StorageError} "io" if writes are refused, since a sync failed or the store was deleted, moved or replaced.
   */
  checkWritable(): void {
    this.guard.check();
    if (this.#isThere) return;
    const { isThere, path } = this.#folder;
    if (!isThere) throw notThere(path);
    this.#isThere = true;
    setImmediate(() => {
      this.#isThere = false;
    });
  }

  /**
   * Finds out whether the store takes writes, without a write.
   *
   * @throws {StorageError} The error with which a write would be refused.
   */
  async checkHealth(): Promise<void> {
    this.guard.check();
    // This waits for the disk in another thread. If the disk hangs, the looks below are not reached, which hold up the process.
    await fs.promises.stat(this.layout.log).catch(() => undefined);
    this.checkWritable();
    checkWritable("write to the store", this.layout.log);
    if (!this.#room.hasSome) throw noRoom();
  }

  /** Whether the disk was nearly full at the last look. */
  get isTight(): boolean {
    return this.#room.isTight;
  }

  /**
   * Call this before bytes are written that make the store larger.
   *
   * @throws {StorageError} "full" if the disk has no room for them, or if that room is kept for smaller writes.
   */
  requireRoom(kind: WriteKind, bytes: number): void {
    if (this.#room.has(kind, bytes)) return;
    throw noRoom();
  }
}

function noRoom(): StorageError {
  return new StorageError("full", "Cannot write to the store: there is no room left");
}

function segmentBytesOf(directory: string): number {
  const { blocks, bsize } = fs.statfsSync(directory);
  const part = (blocks * bsize) / SEGMENTS_PER_DISK;
  return Math.min(Math.max(part, MIN_SEGMENT_BYTES), MAX_SEGMENT_BYTES);
}
