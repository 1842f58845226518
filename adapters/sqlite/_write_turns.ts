import { closedError } from "../../core/storage/_lifetime.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import type { Checkpoints } from "./_checkpoints.ts";
import type { Transactions } from "./_transactions.ts";

/** Number of chunk rows (1 MiB) that are written in one turn. */
const ROWS_PER_TURN = 4;
/**
 * A transaction takes durable writes until they have this many bytes. They block the event loop for a few milliseconds and a sync,
 * and some hundred small writes still share one sync.
 */
const BYTES_PER_TRANSACTION = 1_000_000;
/** The largest number of bytes in a chunk row. */
const BYTES_PER_ROW = 262_144;
/**
 * If there is no room for all writes of a transaction, writes of at most this many bytes are tried again without the larger ones.
 */
const SMALL_BYTES = 65_536;

/** A write that shares its transaction, and so its sync, with others. */
export interface DurableWrite {
  /** The approximate number of bytes that it writes: its contents, and some for each row. */
  readonly bytes: number;
  /** Whether it may make the store larger. A write that only deletes is admitted even if the disk is nearly full. */
  readonly grows: boolean;
  /**
   * Throws if the write must not be made. May be called again, in a later transaction. It writes nothing, so other writes do not
   * fail with it, unless the disk failed.
   */
  check(): void;
  /** Writes, right after `check`. If it throws, the whole transaction is rolled back. */
  write(): void;
  /** Is called when the write is on the disk. */
  committed(): void;
  /** Is called if the write was not made: `check` threw, or the transaction was rolled back. */
  failed(error: unknown): void;
}

/** Work that can wait. */
export interface BackgroundWork {
  /** Whether there is work now. */
  readonly pending: boolean;
  /** Does a small part of it. Must not throw. */
  runSlice(): void;
}

interface WaitingRow {
  readonly write: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs all writes in turns of the event loop, between the other work of the process. A turn has one transaction for the waiting
 * durable writes (up to 1 MB), one for a few chunk rows, and one slice of background work. So all waiting writes share a sync, and
 * no upload, deletion or burst of writes blocks other work for long, however large it is.
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

  /** Makes a write in the next turn, after earlier writes. */
  commit(write: DurableWrite): void {
    this.#durable.push(write);
    this.wake();
  }

  /** Writes one chunk row of a stage. The row is on the disk before any later durable write is. */
  writeRow(write: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#rows.push({ write, resolve, reject });
      this.wake();
    });
  }

  /** Schedules the next turn, unless it is scheduled already. */
  wake(): void {
    if (!this.#closed) this.#next ??= setImmediate(() => this.#turn());
  }

  /** Makes the waiting durable writes, rejects the waiting rows, and takes no further turns. */
  close(): void {
    clearImmediate(this.#next);
    this.#closed = true;
    while (this.#durable.length > 0) this.#commitDurable();
    for (const row of this.#rows.splice(0)) row.reject(closedError());
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
   * @param writes The writes.
   * @param narrower Filters for the writes that are tried again if there is no room for all of them; each try uses the next filter.
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
      if (isFull(error)) this.#checkpoints.recordRefusal();
      for (const write of failed) if (isTried?.(write) !== true) write.failed(error);
      if (isTried !== undefined) this.#commitTogether(failed.filter(isTried), rest);
      return;
    }
    for (const write of made) write.committed();
  }

  /** Returns the writes for which there is room together, and fails the others. */
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

  /** Takes the writes of the next transaction from the queue, in their order. */
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
      if (isFull(error)) this.#checkpoints.recordRefusal();
      for (const row of rows) row.reject(error);
      return;
    }
    for (const row of rows) row.resolve();
  }

  /** Makes one write. Returns false if its `check` refused it: it has failed then, and has changed nothing. */
  #try(write: DurableWrite, refused: Set<DurableWrite>): boolean {
    try {
      write.check();
    } catch (error) {
      // Some read errors make SQLite roll the transaction back. Without a transaction, each later write would be committed alone.
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
