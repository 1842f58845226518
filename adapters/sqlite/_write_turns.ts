import { StorageError } from "../../core/storage/storage_error.ts";
import type { Checkpoints } from "./_checkpoints.ts";
import type { Transactions } from "./_transactions.ts";

/** 1 MiB of chunk rows. */
const ROWS_PER_TURN = 4;
/**
 * Durable writes that share a transaction: so many bytes, the last whole. They hold up the event loop for a few milliseconds and
 * a sync, and are enough that a sync is still shared by some hundred small ones.
 */
const BYTES_PER_TRANSACTION = 1_000_000;

/** A change that shares its transaction, and so its sync, with others. */
export interface DurableWrite {
  /** About how much it writes: its contents, and something for each row. */
  readonly bytes: number;
  /** Throws if the change must not be made. Nothing is written yet, so this fails no other write, unless the disk failed. */
  check(): void;
  /** Makes the change, right after `check`. What it throws undoes the whole transaction. */
  write(): void;
  /** The change is on the disk. */
  committed(): void;
  /** The change was not made: `check` threw, or the transaction was undone. */
  failed(error: unknown): void;
}

/** Work that can wait. */
export interface BackgroundWork {
  readonly pending: boolean;
  /** Does a little of it. Throws nothing. */
  runSlice(): void;
}

interface WaitingRow {
  readonly write: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets everything that writes take turns with the rest of the process. A turn is one of the event loop: one transaction for
 * the durable writes that wait, or as many of them as make 1 MB, one for a few chunk rows, and one slice of background work.
 * So a sync is shared by all who wait for it, and no upload, deletion or burst of writes, however large, holds up the others.
 */
export class WriteTurns {
  readonly #transactions: Transactions;
  readonly #checkpoints: Checkpoints;
  readonly #background: BackgroundWork;
  #durable: DurableWrite[] = [];
  readonly #rows: WaitingRow[] = [];
  #next: NodeJS.Immediate | undefined;
  #closed = false;

  constructor(transactions: Transactions, checkpoints: Checkpoints, background: BackgroundWork) {
    this.#transactions = transactions;
    this.#checkpoints = checkpoints;
    this.#background = background;
  }

  /** Makes a change with the next turn, after those that came before it. */
  commit(write: DurableWrite): void {
    this.#durable.push(write);
    this.wake();
  }

  /** Writes one chunk row that nobody sees yet. It is on the disk before any later durable write is. */
  writeRow(write: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#rows.push({ write, resolve, reject });
      this.wake();
    });
  }

  /** Sees to it that there is a next turn. */
  wake(): void {
    if (!this.#closed) this.#next ??= setImmediate(() => this.#turn());
  }

  /** Makes the changes that wait, gives up everything else, and takes no further turn. */
  close(): void {
    clearImmediate(this.#next);
    this.#closed = true;
    while (this.#durable.length > 0) this.#commitDurable();
    const closed = new StorageError("closed", "Cannot use the storage: it was closed");
    for (const row of this.#rows.splice(0)) row.reject(closed);
  }

  #turn(): void {
    this.#next = undefined;
    this.#commitDurable();
    this.#writeRows();
    if (this.#background.pending) this.#background.runSlice();
    this.#checkpoints.check();
    if (this.#durable.length + this.#rows.length > 0 || this.#background.pending) this.wake();
  }

  #commitDurable(): void {
    if (this.#durable.length === 0) return;
    const writes = this.#takeDurable();
    let made: DurableWrite[] = [];
    try {
      made = this.#transactions.run("durable", () => writes.filter((write) => this.#try(write)));
    } catch (error) {
      for (const write of writes) write.failed(error);
      return;
    }
    for (const write of made) write.committed();
  }

  /** The writes of the next transaction, in their order. */
  #takeDurable(): readonly DurableWrite[] {
    let bytes = 0;
    const rest = this.#durable.findIndex((write) => {
      if (bytes >= BYTES_PER_TRANSACTION) return true;
      bytes += write.bytes;
      return false;
    });
    if (rest !== -1) return this.#durable.splice(0, rest);
    const all = this.#durable;
    this.#durable = [];
    return all;
  }

  #writeRows(): void {
    if (this.#rows.length === 0) return;
    const rows = this.#rows.splice(0, ROWS_PER_TURN);
    try {
      this.#transactions.run("ordered", () => {
        for (const row of rows) row.write();
      });
    } catch (error) {
      for (const row of rows) row.reject(error);
      return;
    }
    for (const row of rows) row.resolve();
  }

  /** Whether the change was made. One that was refused has been told so, and has changed nothing. */
  #try(write: DurableWrite): boolean {
    try {
      write.check();
    } catch (error) {
      // Some failures to read make SQLite undo the transaction; what came next would each be committed alone.
      if (!this.#transactions.isRunning) throw error;
      write.failed(error);
      return false;
    }
    write.write();
    return true;
  }
}
