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
/** A row may have 256 KiB. */
const BYTES_PER_ROW = 262_144;
/** A write of at most so many bytes is tried again without larger ones, if there was no room for all of them. */
const SMALL_BYTES = 65_536;

/** A change that shares its transaction, and so its sync, with others. */
export interface DurableWrite {
  /** About how much it writes: its contents, and something for each row. */
  readonly bytes: number;
  /** Whether it may make the store larger. One that only deletes goes on with the last of a full disk. */
  readonly grows: boolean;
  /** Throws if the change must not be made. It may be tried again. Nothing is written yet, so this fails no other write, unless the disk failed. */
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
    this.#checkpoints.check(this.#durable.length > 0);
    if (this.#durable.length + this.#rows.length > 0 || this.#background.pending) this.wake();
  }

  #commitDurable(): void {
    if (this.#durable.length === 0) return;
    this.#commitTogether(this.#admit(this.#takeDurable()), [
      ({ bytes }) => bytes <= SMALL_BYTES,
      ({ grows }) => !grows,
    ]);
  }

  /**
   * Makes writes in one transaction.
   *
   * @param narrower Which of them are tried again if there is no room for all, each time fewer.
   */
  #commitTogether(
    writes: readonly DurableWrite[],
    narrower: readonly ((write: DurableWrite) => boolean)[],
  ): void {
    if (writes.length === 0) return;
    const refused = new Set<DurableWrite>();
    let made: readonly DurableWrite[];
    try {
      made = this.#transactions.run("durable", () =>
        writes.filter((write) => this.#try(write, refused)),
      );
    } catch (error) {
      const failed = writes.filter((write) => !refused.has(write));
      const [isTried, ...rest] = isFull(error) ? narrower : [];
      if (isFull(error)) this.#checkpoints.refused();
      for (const write of failed) if (isTried?.(write) !== true) write.failed(error);
      if (isTried !== undefined) this.#commitTogether(failed.filter(isTried), rest);
      return;
    }
    for (const write of made) write.committed();
  }

  /** The writes that there is room for, one beside the other. The others are told so. */
  #admit(writes: readonly DurableWrite[]): readonly DurableWrite[] {
    let admitted = 0;
    return writes.filter((write) => {
      if (!write.grows) return true;
      try {
        this.#checkpoints.requireRoom("small", write.bytes, admitted);
        admitted += write.bytes;
        return true;
      } catch (error) {
        write.failed(error);
        return false;
      }
    });
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
      this.#checkpoints.requireRoom("contents", rows.length * BYTES_PER_ROW);
      this.#transactions.run("ordered", () => {
        for (const row of rows) row.write();
      });
    } catch (error) {
      if (isFull(error)) this.#checkpoints.refused();
      for (const row of rows) row.reject(error);
      return;
    }
    for (const row of rows) row.resolve();
  }

  /** Whether the change was made. One that was refused has been told so, and has changed nothing. */
  #try(write: DurableWrite, refused: Set<DurableWrite>): boolean {
    try {
      write.check();
    } catch (error) {
      // Some failures to read make SQLite undo the transaction; what came next would each be committed alone.
      if (!this.#transactions.isRunning) throw error;
      refused.add(write);
      write.failed(error);
      return false;
    }
    write.write();
    return true;
  }
}

function isFull(error: unknown): boolean {
  return error instanceof StorageError && error.code === "full";
}
