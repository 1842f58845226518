import type { FileHandle } from "node:fs/promises";
import type { Transactions } from "./_transactions.ts";

/** 8 MiB: a checkpoint of so much took 10 to 20 ms, one of 32 MiB 70 to 110, and larger ones were not faster in sum. */
const DUE_FRAMES = 512;
/** From here on, what can wait does, so that the log stays small however slow the disk. */
const OVERDUE_FRAMES = 2 * DUE_FRAMES;

/**
 * Keeps the write-ahead log short. SQLite would do it by itself, but without telling of failures, and with both syncs in
 * the event loop's way; here the log is synced in the background first, which leaves the checkpoint little to wait for.
 */
export class Checkpoints {
  readonly #transactions: Transactions;
  readonly #log: FileHandle;
  readonly #wake: () => void;
  #syncing: Promise<void> | undefined;
  #overdue = false;
  #closed = false;

  /**
   * @param log The write-ahead log's file.
   * @param wake Called when the log is short again.
   */
  constructor(transactions: Transactions, log: FileHandle, wake: () => void) {
    this.#transactions = transactions;
    this.#log = log;
    this.#wake = wake;
  }

  /** Whether chunk rows and sweeping have to wait. */
  get overdue(): boolean {
    return this.#overdue;
  }

  /** To be called when something was written. */
  check(): void {
    const frames = this.#transactions.pendingFrames();
    if (frames < DUE_FRAMES) return;
    this.#overdue = frames >= OVERDUE_FRAMES;
    this.#syncing ??= this.#run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#syncing;
    await this.#log.close();
  }

  async #run(): Promise<void> {
    try {
      await this.#log.datasync();
      if (!this.#closed) this.#transactions.checkpoint();
    } catch {
      // Nothing is lost, and the next turn tries again. After a failed sync, which the system tells each open file, every
      // write fails and says so.
    }
    this.#syncing = undefined;
    this.#overdue = false;
    this.#wake();
  }
}
