import type { Transactions } from "./_transactions.ts";

/** 8 MiB of the log: copying so much holds up the event loop for a few milliseconds, and more at once is not faster. */
const DUE_FRAMES = 512;
/** From here on, what can wait does, so that the log stays small however slow the disk. */
const OVERDUE_FRAMES = 2 * DUE_FRAMES;

/** A file as it is needed here. */
export interface SyncedFile {
  /** Resolves when all that was written to the file is on the disk, however it was written. */
  datasync(): Promise<void>;
}

/** A database's own file and its write-ahead log. */
export interface SyncedFiles {
  readonly data: SyncedFile;
  readonly log: SyncedFile;
}

/**
 * Keeps the write-ahead log short by copying it into the database. SQLite would do that by itself, but with the syncs of
 * both files in the event loop's way, 10 to 20 ms for each 8 MiB, and without telling of one that failed. Here they happen
 * in the background, in the order that makes it safe: the log, the copying, the database, the next write.
 */
export class Checkpoints {
  readonly #transactions: Transactions;
  readonly #files: SyncedFiles;
  readonly #wake: () => void;
  #running: Promise<void> | undefined;
  #holdsUp: "nothing" | "rows" | "everything" = "nothing";
  #closed = false;

  /** @param wake Called when nothing is held up any more. */
  constructor(transactions: Transactions, files: SyncedFiles, wake: () => void) {
    this.#transactions = transactions;
    this.#files = files;
    this.#wake = wake;
  }

  /** What has to wait: chunk rows and sweeping while the log is too long, every write from the copying to the last sync. */
  get holdsUp(): "nothing" | "rows" | "everything" {
    return this.#holdsUp;
  }

  /** To be called when something was written. */
  check(): void {
    const frames = this.#transactions.pendingFrames();
    if (frames < DUE_FRAMES || this.#closed) return;
    if (frames >= OVERDUE_FRAMES) this.#holdsUp = "rows";
    this.#running ??= this.#run();
  }

  /** Copies the log now, to make the file shorter; unless that is under way. */
  start(): void {
    if (!this.#closed) this.#running ??= this.#run();
  }

  /** Starts no checkpoint any more, and waits for the one that runs. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      // Most of the log, while others go on writing; then the rest.
      await this.#sync(this.#files.log);
      this.#holdsUp = "everything";
      await this.#sync(this.#files.log);
      this.#transactions.copyLog();
      await this.#sync(this.#files.data);
    } catch {
      // The log still has everything. After a failed sync each write says so; what else failed is tried again.
    }
    this.#running = undefined;
    this.#holdsUp = "nothing";
    this.#wake();
  }

  async #sync(file: SyncedFile): Promise<void> {
    try {
      await file.datasync();
    } catch (error) {
      this.#transactions.refuseWrites(error);
      throw error;
    }
  }
}
