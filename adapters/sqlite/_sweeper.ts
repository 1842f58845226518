import { StorageError } from "../../core/storage/storage_error.ts";
import type { Checkpoints } from "./_checkpoints.ts";
import type { ContentTable } from "./_content_table.ts";
import type { Database, Statement } from "./_driver.ts";
import type { InstanceTable } from "./_instance_table.ts";
import type { Transactions } from "./_transactions.ts";
import type { VariableTable } from "./_variable_table.ts";
import type { BackgroundWork } from "./_write_turns.ts";

/** Number of chunk rows (2 MiB) that one slice deletes. */
const ROWS_PER_SLICE = 8;
/** Number of variables that one slice deletes. */
const VARIABLES_PER_SLICE = 64;
/** Number of bytes by which one slice shrinks the database. SQLite may have to move each page for it. */
const SHRUNK_BYTES_PER_SLICE = 1_048_576;
/**
 * Only a checkpoint shrinks the file itself. Shrinking it by 1 GiB at once takes 100 ms, so there is a checkpoint for every 64
 * MiB.
 */
const SLICES_PER_CHECKPOINT = 64;
/** Number of free bytes that are kept for later writes, or a quarter of the file if that is more. */
const FREE_BYTES_KEPT = 16_777_216;
const FREE_SHARE_KEPT = 0.25;
/** Number of bytes by which one slice shrinks the database if the disk is full, so that the slice needs little room in the log. */
const SHRUNK_BYTES_WHEN_FULL = 131_072;
/** Number of bytes in the log that one slice needs at most if the disk is full. */
const LOG_BYTES_WHEN_FULL = 524_288;
/** How long a failed sweep waits before the next try, in milliseconds. The disk may have room then. */
const PAUSE_MS = 1_000;

/** The members of a store that the sweeper needs. */
export interface SweptStore {
  readonly db: Database;
  readonly transactions: Transactions;
  readonly contents: ContentTable;
  readonly instances: InstanceTable;
  readonly variables: VariableTable;
  /** Calls `sweepContent` with an orphaned content once nobody reads it. */
  abandon(content: number): void;
  /** Whether stages are being written, which will need the free pages. */
  isStaging(): boolean;
  /** Has the next turn run, since there is work. */
  wake(): void;
  readonly checkpoints: Checkpoints;
}

/**
 * Deletes unneeded rows in the background: contents that were replaced or discarded or are left from a crash, and variables of
 * cleared instances. Then it gives free pages back to the file system if there are many.
 */
export class Sweeper implements BackgroundWork {
  readonly #store: SweptStore;
  readonly #freePages: Statement<[], number>;
  readonly #allPages: Statement<[], number>;
  readonly #contents: number[];
  readonly #instances: number[];
  /** Whether there may be too many free pages. */
  #shrinking = true;
  /** Number of slices that have shrunk the database since the last checkpoint. */
  #shrunk = 0;
  /** After a failure, the sweeper pauses until this time (of `performance.now()`), or until there is new work. */
  #pausedUntil = 0;

  /** Begins with the orphans and cleared instances in the store. Later ones come by `sweepContent` and `sweepInstance`. */
  constructor(store: SweptStore) {
    this.#store = store;
    this.#freePages = store.db.prepare<[], number>("PRAGMA freelist_count").pluck();
    this.#allPages = store.db.prepare<[], number>("PRAGMA page_count").pluck();
    this.#contents = [...store.contents.orphans()];
    this.#instances = [...store.instances.cleared()];
  }

  get pending(): boolean {
    const isWanted = this.#contents.length > 0 || this.#instances.length > 0 || this.#shrinking;
    return isWanted && performance.now() >= this.#pausedUntil;
  }

  /** Has an orphaned content that nobody reads deleted. */
  sweepContent(content: number): void {
    this.#contents.push(content);
    this.#resume();
  }

  /** Has the rows of a cleared instance deleted. */
  sweepInstance(instance: number): void {
    this.#instances.push(instance);
    this.#resume();
  }

  runSlice(): void {
    const content = this.#contents.at(-1);
    const instance = this.#instances.at(-1);
    const { checkpoints } = this.#store;
    try {
      if (checkpoints.hasRefused) checkpoints.makeRoomInLog(LOG_BYTES_WHEN_FULL);
      if (content !== undefined) this.#deleteRows(content);
      else if (instance !== undefined) this.#deleteVariables(instance);
      else this.#shrink();
    } catch (error) {
      // Nobody needs this error: writers meet the same failure and report it. The store still lists what must be swept.
      if (error instanceof StorageError && error.code === "full") checkpoints.recordRefusal();
      this.#pausedUntil = performance.now() + PAUSE_MS;
      setTimeout(() => this.#store.wake(), PAUSE_MS).unref();
    }
  }

  #resume(): void {
    this.#pausedUntil = 0;
    this.#store.wake();
  }

  #deleteRows(content: number): void {
    const { transactions, contents } = this.#store;
    const isLast = transactions.run("ordered", () => contents.delete(content, ROWS_PER_SLICE));
    if (!isLast) return;
    this.#contents.pop();
    this.#shrinking = true;
  }

  #deleteVariables(instance: number): void {
    const { transactions, contents, instances, variables } = this.#store;
    const { count, contents: abandoned } = transactions.run("ordered", () => {
      const deleted = variables.deleteSome(instance, VARIABLES_PER_SLICE);
      for (const content of deleted.contents) contents.orphan(content);
      if (deleted.count < VARIABLES_PER_SLICE) instances.endClear(instance);
      return deleted;
    });
    if (count < VARIABLES_PER_SLICE) this.#instances.pop();
    for (const content of abandoned) this.#store.abandon(content);
    this.#shrinking = true;
  }

  /**
   * Gives free pages back to the file system. Moving a page costs as much as writing it, so a store with few free pages keeps them.
   * If a write was refused for lack of room, it gives all of them back.
   */
  #shrink(): void {
    const { db, transactions, isStaging, checkpoints } = this.#store;
    const { hasRefused } = checkpoints;
    const free = this.#freePages.get() ?? 0;
    const kept = Math.max(
      FREE_BYTES_KEPT / transactions.pageBytes,
      FREE_SHARE_KEPT * (this.#allPages.get() ?? 0),
    );
    const surplus = hasRefused ? free : Math.ceil(free - kept);
    const atOnce = hasRefused ? SHRUNK_BYTES_WHEN_FULL : SHRUNK_BYTES_PER_SLICE;
    this.#shrinking = surplus > 0 && !isStaging();
    if (this.#shrinking) {
      const pages = Math.min(surplus, atOnce / transactions.pageBytes);
      transactions.run("ordered", () => db.pragma(`incremental_vacuum(${pages})`));
      this.#shrunk++;
    }
    const isDue = this.#shrunk >= SLICES_PER_CHECKPOINT || !this.#shrinking;
    if (isDue && this.#shrunk > 0) {
      this.#shrunk = 0;
      checkpoints.run();
    }
    if (!this.#shrinking) checkpoints.cleanedUp();
  }
}
