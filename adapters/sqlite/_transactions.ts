import { StorageError } from "../../core/storage/storage_error.ts";
import { checkWritable } from "../_check_writable.ts";
import { notThere, SameFile } from "../_same_file.ts";
import type { Database, Statement } from "./_driver.ts";
import { isOutOfRoom } from "./_file_growth.ts";
import { full, isFailedSync, isFailedWrite, storageError } from "./_storage_error.ts";

/**
 * When a transaction is on the disk. "durable": when it has ended, with all transactions before it. "ordered": at the latest with
 * the next durable transaction or checkpoint, and never before earlier transactions.
 */
export type Durability = "durable" | "ordered";

/** When SQLite syncs the log, besides checkpoints: with each commit, or only when it starts again at its beginning. */
type Synchronous = "FULL" | "NORMAL";

/** The present sizes of a store, in bytes. */
export interface StoreSize {
  /** Length of the database after the log is copied into it. */
  readonly database: number;
  /** Free bytes within the database. */
  readonly free: number;
  /** Length of the log; 0 if all of it is copied, since the next transaction then overwrites it. */
  readonly log: number;
}

/** Number of bytes in a frame of the log besides its page. */
const FRAME_HEADER_BYTES = 24;

/** Runs all transactions. Each begins and ends in one synchronous call, since an open transaction would block all others. */
export class Transactions {
  /** Size of a page in bytes. A store keeps the page size with which it was created. */
  readonly pageBytes: number;
  /** Path of the database. */
  readonly file: string;
  readonly #db: Database;
  /** The database and its log. */
  readonly #files: readonly SameFile[];
  readonly #begin: Statement<[]>;
  readonly #commit: Statement<[]>;
  readonly #countFrames: Statement<[], [busy: number, frames: number, copied: number]>;
  readonly #copyFrames: Statement<[]>;
  readonly #emptyLog: Statement<[]>;
  readonly #pages: Statement<[], number>;
  readonly #freePages: Statement<[], number>;
  #synchronous: Synchronous | undefined;
  /** Whether the log of the process before was copied completely. */
  #settled: boolean;
  /** The error of a failed sync. After it nothing is written any more. */
  #failedSync: unknown;

  constructor(db: Database) {
    this.#db = db;
    this.file = db.name;
    this.#files = [db.name, `${db.name}-wal`].map((path) => new SameFile(path));
    this.pageBytes = Number(db.pragma("page_size", { simple: true }));
    this.#begin = db.prepare("BEGIN IMMEDIATE");
    this.#commit = db.prepare("COMMIT");
    this.#countFrames = db
      .prepare<[], [number, number, number]>("PRAGMA wal_checkpoint(NOOP)")
      .raw();
    this.#copyFrames = db.prepare("PRAGMA wal_checkpoint(PASSIVE)");
    this.#emptyLog = db.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
    this.#pages = db.prepare<[], number>("PRAGMA page_count").pluck();
    this.#freePages = db.prepare<[], number>("PRAGMA freelist_count").pluck();
    this.#settled = this.pendingFrames() === 0;
  }

  /**
   * Runs a transaction. If `body` throws, it is rolled back.
   *
   * @throws {StorageError} The error of the transaction. After a failed sync, "io" for each later call: bytes of that sync may be
   *   lost even if the next sync succeeds, so the store must be opened again, which reads what is on the disk.
   */
  run<T>(durability: Durability, body: () => T): T {
    this.#checkWritable();
    // If there was no room to copy an earlier process's log on opening, this must be done before anything else; see `openDatabase`.
    if (!this.#settled) this.emptyLog();
    try {
      this.#setSynchronous(durability === "durable" ? "FULL" : "NORMAL");
      this.#begin.run();
      const result = body();
      this.#checkThere();
      this.#commit.run();
      return result;
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /**
   * Checks that a transaction may be written, without one.
   *
   * @throws {StorageError} "io" if a sync has failed, or a file is not there any more, or may not be written.
   */
  check(): void {
    this.#checkWritable();
    this.#checkThere();
    checkWritable("write to the store", this.file);
  }

  /** Whether a transaction is open, so that a write now becomes a part of it. */
  get isRunning(): boolean {
    return this.#db.inTransaction;
  }

  /** Number of frames in the write-ahead log that are not copied into the database yet. */
  pendingFrames(): number {
    const [, frames, copied] = this.#countFrames.get() ?? [0, 0, 0];
    return frames - copied;
  }

  /**
   * Copies the write-ahead log into the database. SQLite syncs the log, copies it, and syncs the database. Only then may the next
   * transaction overwrite the log. If this fails, the log stays as it was.
   */
  checkpoint(): void {
    this.#copy(this.#copyFrames);
  }

  /** Copies the log as `checkpoint` does, and gives the room of its file back to the file system. */
  emptyLog(): void {
    this.#copy(this.#emptyLog);
    this.#settled = true;
  }

  /** The present sizes of the store. */
  size(): StoreSize {
    const [, frames, copied] = this.#countFrames.get() ?? [0, 0, 0];
    return {
      database: (this.#pages.get() ?? 0) * this.pageBytes,
      free: (this.#freePages.get() ?? 0) * this.pageBytes,
      log: frames === copied ? 0 : frames * (this.pageBytes + FRAME_HEADER_BYTES),
    };
  }

  #copy(statement: Statement<[]>): void {
    this.#checkWritable();
    try {
      this.#setSynchronous("FULL");
      statement.get();
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #checkWritable(): void {
    if (this.#failedSync === undefined) return;
    throw new StorageError("io", "Cannot write to the store: a sync failed, so open it again", {
      cause: this.#failedSync,
      needsReopening: true,
    });
  }

  /**
   * Checks that the files are still in their places. A deleted file can still be written, but the bytes are lost when it is
   * closed.
   */
  #checkThere(): void {
    for (const { path, isThere } of this.#files) {
      if (!isThere) throw notThere(path);
    }
  }

  #setSynchronous(synchronous: Synchronous): void {
    if (this.#synchronous === synchronous) return;
    this.#db.exec(`PRAGMA synchronous = ${synchronous}`);
    this.#synchronous = synchronous;
  }

  /** Rolls the transaction back, unless SQLite has done so itself, and makes a StorageError of the error. */
  #failed(error: unknown): StorageError {
    if (isFailedSync(error)) this.#failedSync ??= error;
    try {
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
    } catch (failedRollback) {
      return storageError("write to the store", failedRollback);
    }
    if (isFailedWrite(error) && isOutOfRoom(this.file)) return full("write to the store", error);
    return storageError("write to the store", error);
  }
}
