import type { Transactions } from "./_transactions.ts";

/**
 * 8 MiB of the log: copying and syncing them holds up the event loop for about 20 ms beside uploads. With twice as much,
 * uploads take a twentieth less, but everybody else waits up to twice as long.
 */
const DUE_BYTES = 8_388_608;

/**
 * Keeps the write-ahead log short by having SQLite copy it into the database. SQLite would do that by itself at the end of
 * some commit, but would not tell of a sync that failed. That its syncs hold up the event loop is the price of their order:
 * only SQLite can keep the log, on closing, too, until the database is on the disk.
 */
export class Checkpoints {
  readonly #transactions: Transactions;
  readonly #dueFrames: number;
  /** Length of the log at which it is copied. */
  #due: number;

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
    this.#dueFrames = DUE_BYTES / transactions.pageBytes;
    this.#due = this.#dueFrames;
  }

  /** To be called when something was written. */
  check(): void {
    if (this.#transactions.pendingFrames() >= this.#due) this.run();
  }

  /** Copies the log now, which is also what makes the database's file shorter. */
  run(): void {
    try {
      this.#transactions.checkpoint();
      this.#due = this.#dueFrames;
    } catch {
      // The log still has everything. After a failed sync each write says so; what else failed is tried again later, since
      // a full disk would otherwise be asked in every turn.
      this.#due = this.#transactions.pendingFrames() + this.#dueFrames;
    }
  }
}
