import { StorageError } from "../../core/storage/storage_error.ts";
import type { Database, Statement } from "./_driver.ts";
import { isFailedSync, storageError } from "./_storage_error.ts";

/**
 * When a transaction is on the disk: "durable" with all before it once it has ended, "ordered" at the latest with the next
 * durable one or checkpoint, and never before those that came first.
 */
export type Durability = "durable" | "ordered";

/** What SQLite syncs besides checkpoints: the log with each commit, or only when it begins anew. */
type Synchronous = "FULL" | "NORMAL";

/** Runs all that writes. Each transaction begins and ends in one call, since an open one would hold up everybody else. */
export class Transactions {
  /** Length of a page, which a store keeps from the version that made it. */
  readonly pageBytes: number;
  readonly #db: Database;
  readonly #begin: Statement<[]>;
  readonly #commit: Statement<[]>;
  readonly #countFrames: Statement<[], [busy: number, frames: number, copied: number]>;
  readonly #copyFrames: Statement<[]>;
  #synchronous: Synchronous | undefined;
  /** The failed sync after which nothing is written any more. */
  #failedSync: unknown;

  constructor(db: Database) {
    this.#db = db;
    this.pageBytes = Number(db.pragma("page_size", { simple: true }));
    this.#begin = db.prepare("BEGIN IMMEDIATE");
    this.#commit = db.prepare("COMMIT");
    this.#countFrames = db
      .prepare<[], [number, number, number]>("PRAGMA wal_checkpoint(NOOP)")
      .raw();
    this.#copyFrames = db.prepare("PRAGMA wal_checkpoint(PASSIVE)");
  }

  /**
   * Runs a transaction; whatever `body` throws undoes it.
   *
   * @throws {StorageError} What went wrong, and "io" ever after a failed sync: what it should have written may be lost
   *   though the next sync says otherwise, so only a new opening, which reads the file, knows what is there.
   */
  run<T>(durability: Durability, body: () => T): T {
    this.#checkWritable();
    try {
      this.#setSynchronous(durability === "durable" ? "FULL" : "NORMAL");
      this.#begin.run();
      const result = body();
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
    this.#checkWritable();
    try {
      this.#setSynchronous("FULL");
      this.#copyFrames.get();
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
    return storageError("write to the store", error);
  }
}
