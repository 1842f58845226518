import type { FileHandle } from "node:fs/promises";
import type { Transactions } from "./_transactions.ts";

/** 8 MiB: a checkpoint of so much took 10 to 20 ms, one of 32 MiB 70 to 110, and larger ones were not faster in sum. */
const DUE_FRAMES = 512;
/** Beyond this it is done at once, so that the log stays small however slow the disk. */
const OVERDUE_FRAMES = 4 * DUE_FRAMES;

/**
 * Keeps the write-ahead log short. SQLite would do it by itself, but without telling of failures, and with both syncs in
 * the event loop's way; here the log is synced in the background first, which leaves the checkpoint little to wait for.
 */
export class Checkpoints {
  readonly #transactions: Transactions;
  readonly #log: FileHandle;
  #syncing: Promise<void> | undefined;
  #closed = false;

  /** @param log The write-ahead log's file. */
  constructor(transactions: Transactions, log: FileHandle) {
    this.#transactions = transactions;
    this.#log = log;
  }

  /** To be called when something was written. */
  check(): void {
    const frames = this.#transactions.pendingFrames();
    if (frames >= OVERDUE_FRAMES) this.#run();
    else if (frames >= DUE_FRAMES) this.#syncing ??= this.#syncFirst();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#syncing;
    await this.#log.close();
  }

  async #syncFirst(): Promise<void> {
    try {
      await this.#log.datasync();
    } catch {
      // The system tells each open file of a failed sync, so the checkpoint's own one fails too.
    }
    this.#syncing = undefined;
    if (!this.#closed) this.#run();
  }

  /** A failed one loses nothing and is tried again; after a failed sync all writes fail and say so. */
  #run(): void {
    try {
      this.#transactions.checkpoint();
    } catch {
      // Told by the next write, if it matters to that.
    }
  }
}
