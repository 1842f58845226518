import { StorageError } from "../../core/storage/storage_error.ts";
import type { Checkpoints } from "./_checkpoints.ts";
import type { ContentTable } from "./_content_table.ts";
import type { Database, Statement } from "./_driver.ts";
import type { InstanceTable } from "./_instance_table.ts";
import type { Transactions } from "./_transactions.ts";
import type { VariableTable } from "./_variable_table.ts";
import type { BackgroundWork } from "./_write_turns.ts";

/** 2 MiB of chunk rows. */
const ROWS_PER_SLICE = 8;
const VARIABLES_PER_SLICE = 64;
/** Pages by which the file gets shorter at a time; each may have to be moved. */
const SHRUNK_BYTES_PER_SLICE = 1_048_576;
/** Only a checkpoint makes the file itself shorter, and by 1 GiB at once that takes 100 ms; so it is done for every 64 MiB. */
const SLICES_PER_CHECKPOINT = 64;
/** Free pages that are kept for what comes next: these, or a quarter of the file. */
const FREE_BYTES_KEPT = 16_777_216;
const FREE_SHARE_KEPT = 0.25;
/** Where the disk is full, less is done at a time, so that it needs little room in the log: about this much. */
const SHRUNK_BYTES_WHEN_SHORT = 131_072;
const LOG_BYTES_WHEN_SHORT = 524_288;
/** How long a failed sweep waits before it is tried again: there may be room then. */
const PAUSE_MS = 1_000;

/** What the sweeper works on. */
export interface SweptStore {
  readonly db: Database;
  readonly transactions: Transactions;
  readonly contents: ContentTable;
  readonly instances: InstanceTable;
  readonly variables: VariableTable;
  /** Nothing refers to the content any more; comes back as `sweepContent` once nobody reads it. */
  abandon(content: number): void;
  /** Whether bytes are coming in, which will need the free pages. */
  isStaging(): boolean;
  /** There is work again. */
  wake(): void;
  readonly checkpoints: Checkpoints;
}

/**
 * Deletes in the background what nobody needs: contents that were replaced, given up or left by a crash, variables of
 * cleared instances. Then gives free pages back to the file system, if they are many.
 */
export class Sweeper implements BackgroundWork {
  readonly #store: SweptStore;
  readonly #freePages: Statement<[], number>;
  readonly #allPages: Statement<[], number>;
  readonly #contents: number[];
  readonly #instances: number[];
  /** Whether there may be too many free pages. */
  #shrinking = true;
  /** Slices by which the database was shortened since the last checkpoint. */
  #shrunk = 0;
  /** After a failure there is a pause until then, or until there is something new to do. */
  #pausedUntil = 0;

  /** What is loose or cleared in the store by now is swept; later, only what `sweepContent` and `sweepInstance` name. */
  constructor(store: SweptStore) {
    this.#store = store;
    this.#freePages = store.db.prepare<[], number>("PRAGMA freelist_count").pluck();
    this.#allPages = store.db.prepare<[], number>("PRAGMA page_count").pluck();
    this.#contents = [...store.contents.loose()];
    this.#instances = [...store.instances.cleared()];
  }

  get pending(): boolean {
    const isWanted = this.#contents.length > 0 || this.#instances.length > 0 || this.#shrinking;
    return isWanted && performance.now() >= this.#pausedUntil;
  }

  /** Deletes a loose content that nobody reads. */
  sweepContent(content: number): void {
    this.#contents.push(content);
    this.#resume();
  }

  /** Deletes the rows of a cleared instance. */
  sweepInstance(instance: number): void {
    this.#instances.push(instance);
    this.#resume();
  }

  runSlice(): void {
    const content = this.#contents.at(-1);
    const instance = this.#instances.at(-1);
    const { checkpoints } = this.#store;
    try {
      if (checkpoints.isShort) checkpoints.makeRoomInLog(LOG_BYTES_WHEN_SHORT);
      if (content !== undefined) this.#deleteRows(content);
      else if (instance !== undefined) this.#deleteVariables(instance);
      else this.#shrink();
    } catch (error) {
      // Writers meet the same failure and tell it; what is to be swept is also written in the store.
      if (error instanceof StorageError && error.code === "full") checkpoints.refused();
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
      for (const content of deleted.contents) contents.loosen(content);
      if (deleted.count < VARIABLES_PER_SLICE) instances.endClear(instance);
      return deleted;
    });
    if (count < VARIABLES_PER_SLICE) this.#instances.pop();
    for (const content of abandoned) this.#store.abandon(content);
    this.#shrinking = true;
  }

  /**
   * Moving a page costs as much as writing it, so a store with few free pages keeps them, unless the disk has no more room: then
   * what was refused must not go on to take any.
   */
  #shrink(): void {
    const { db, transactions, isStaging, checkpoints } = this.#store;
    const { isShort } = checkpoints;
    const free = this.#freePages.get() ?? 0;
    const kept = Math.max(
      FREE_BYTES_KEPT / transactions.pageBytes,
      FREE_SHARE_KEPT * (this.#allPages.get() ?? 0),
    );
    const surplus = isShort ? free : Math.ceil(free - kept);
    const atOnce = isShort ? SHRUNK_BYTES_WHEN_SHORT : SHRUNK_BYTES_PER_SLICE;
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
    if (!this.#shrinking) checkpoints.tidied();
  }
}
