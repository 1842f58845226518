import { StorageError } from "../../core/storage/storage_error.ts";
import { notThere, SameFile } from "../_same_file.ts";
import type { Database, Statement } from "./_driver.ts";
import { isOutOfRoom } from "./_file_growth.ts";
import { full, isFailedSync, isFailedWrite, storageError } from "./_storage_error.ts";

/**
 * When a transaction is on the disk: "durable" with all before it once it has ended, "ordered" at the latest with the next
 * durable one or checkpoint, and never before those that came first.
 */
export type Durability = "durable" | "ordered";

/** What SQLite syncs besides checkpoints: the log with each commit, or only when it begins anew. */
type Synchronous = "FULL" | "NORMAL";

/** What there is of a store now. */
export interface StoreSize {
  /** The database's length once the log is copied into it. Bytes. */
  readonly database: number;
  /** What is free within. Bytes. */
  readonly free: number;
  /** The log's length; 0 if it is copied, since the next transaction begins it anew. Bytes. */
  readonly log: number;
}

/** A frame of the log is a page and this. Bytes. */
const FRAME_HEADER_BYTES = 24;

/** Runs all that writes. Each transaction begins and ends in one call, since an open one would hold up everybody else. */
export class Transactions {
  /** Length of a page, which a store keeps from the version that made it. */
  readonly pageBytes: number;
  /** The database. */
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
  /** Whether nothing is left in the log of what was there on opening. */
  #settled: boolean;
  /** The failed sync after which nothing is written any more. */
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
   * Runs a transaction; whatever `body` throws undoes it.
   *
   * @throws {StorageError} What went wrong, and "io" ever after a failed sync: what it should have written may be lost
   *   though the next sync says otherwise, so only a new opening, which reads the file, knows what is there.
   */
  run<T>(durability: Durability, body: () => T): T {
    this.#checkWritable();
    // Where there was no room for it on opening, an earlier process's log comes before all else; see `openDatabase`.
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

  /** Whether what is written now is committed later, with all of the transaction. */
  get isRunning(): boolean {
    return this.#db.inTransaction;
  }

  /** Pages in the write-ahead log that are not yet copied into the database. */
  pendingFrames(): number {
    const [, frames, copied] = this.#countFrames.get() ?? [0, 0, 0];
    return frames - copied;
  }

  /**
   * Copies the write-ahead log into the database: SQLite syncs the log, copies, syncs the database, and only then lets the
   * next transaction begin the log anew. If that fails, the log is as it was.
   */
  checkpoint(): void {
    this.#copy(this.#copyFrames);
  }

  /** Does that, and gives the room of the log's file back to the file system. */
  emptyLog(): void {
    this.#copy(this.#emptyLog);
    this.#settled = true;
  }

  /** How large the store is. */
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
    });
  }

  /** The system lets a deleted file be written, and drops it when it is closed. */
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

  /** SQLite has undone some failed transactions itself by now, and leaves others open. */
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
