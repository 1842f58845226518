import { dirname } from "node:path";
import type { StorageError } from "../../core/storage/storage_error.ts";
import { DiskRoom, freeBytes, type WriteKind } from "../_disk_room.ts";
import { fileBytes } from "./_file_growth.ts";
import { full, storageError } from "./_storage_error.ts";
import type { StoreSize, Transactions } from "./_transactions.ts";

/**
 * 8 MiB of the log: copying and syncing them holds up the event loop for about 20 ms beside uploads. With twice as much,
 * uploads take a twentieth less, but everybody else waits up to twice as long.
 */
const DUE_BYTES = 8_388_608;
/** In a burst of durable writes, this share of it: each turn syncs 1 MB of these, too. */
const BURST_SHARE = 0.25;

/**
 * Keeps the write-ahead log short by having SQLite copy it into the database. SQLite would do that by itself at the end of
 * some commit, but would not tell of a sync that failed. That its syncs hold up the event loop is the price of their order:
 * only SQLite can keep the log, on closing, too, until the database is on the disk.
 *
 * And keeps the disk from being full by the store's own doing. If the log took the last of it, nothing could be copied or
 * deleted any more. So who wants to write asks before, and is refused while there is still room to tidy up.
 */
export class Checkpoints {
  readonly #transactions: Transactions;
  readonly #dueFrames: number;
  /** Length of the log at which it is copied. */
  #due: number;
  readonly #room = new DiskRoom((bytes) => this.#spare(bytes));
  /** Why the log could not be copied, when that was tried last. */
  #failure: StorageError | undefined;
  #isShort = false;

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
    this.#dueFrames = DUE_BYTES / transactions.pageBytes;
    this.#due = this.#dueFrames;
  }

  /**
   * To be called when something was written.
   *
   * @param isBurst Whether durable writes still wait: then less is copied at a time, since each turn syncs theirs, too.
   */
  check(isBurst = false): void {
    const frames = this.#transactions.pendingFrames();
    const due = isBurst ? this.#due - this.#dueFrames * (1 - BURST_SHARE) : this.#due;
    // Where the disk is nearly full, the log's file is what a deletion can still be written to, if it has nothing else.
    if (frames >= due || (frames > 0 && this.#room.isTight)) this.run();
  }

  /** Copies the log now, which is also what makes the database's file shorter. */
  run(): void {
    this.#copy(() => this.#transactions.checkpoint());
  }

  /** Whether something was refused since the last call of `tidied`. */
  get isShort(): boolean {
    return this.#isShort;
  }

  /** Something was refused, since there was no room. */
  refused(): void {
    this.#isShort = true;
    this.#room.look();
  }

  /** What nobody needs is deleted. If there was no room for something, that of the log's file is given back, too. */
  tidied(): void {
    if (!this.#isShort) return;
    this.#isShort = false;
    this.#copy(() => this.#transactions.emptyLog());
  }

  /**
   * To be called before anything is written that makes the store larger.
   *
   * @param before Bytes that were let in and are not written yet.
   * @throws {StorageError} "full" if there is no room for so many bytes, or what keeps the log from being copied.
   */
  requireRoom(kind: WriteKind, bytes: number, before = 0): void {
    if (!this.#isStuck(kind) && this.#room.has(kind, bytes, before)) return;
    // A log that was copied is written anew from its beginning.
    this.makeRoomInLog(0);
    if (!this.#isStuck(kind) && this.#room.has(kind, bytes, before)) return;
    this.refused();
    throw this.#failure ?? full("write to the store");
  }

  /** Copies the log, if the disk has room for it in the database and not for so many bytes more in the log. */
  makeRoomInLog(bytes: number): void {
    const { database, log } = this.#transactions.size();
    if (log === 0) return;
    const free = freeBytes(dirname(this.#transactions.file));
    if (bytes > 0 && log + bytes <= fileBytes(this.#log) + free) return;
    if (database - fileBytes(this.#transactions.file) <= free) this.run();
  }

  #copy(copy: () => void): void {
    try {
      copy();
      this.#due = this.#dueFrames;
      this.#failure = undefined;
    } catch (error) {
      // The log still has everything. After a failed sync each write says so; what else failed is tried again later, since
      // a full disk would otherwise be asked in every turn.
      this.#failure = storageError("copy the log", error);
      this.#room.look();
      this.#due = this.#transactions.pendingFrames() + this.#dueFrames;
    }
  }

  /** Whether the log must not get longer, as it cannot be copied. Small values may go on for a while. */
  #isStuck(kind: WriteKind): boolean {
    if (this.#failure === undefined) return false;
    return kind === "contents" || this.#transactions.pendingFrames() >= 2 * this.#dueFrames;
  }

  get #log(): string {
    return `${this.#transactions.file}-wal`;
  }

  /** What the disk has left once so many bytes are written to the log, and all of that is copied. */
  #spare(bytes: number): number {
    const { file } = this.#transactions;
    const size: StoreSize = this.#transactions.size();
    const database = size.database + Math.max(0, bytes - size.free) - fileBytes(file);
    const log = size.log + bytes - fileBytes(this.#log);
    return freeBytes(dirname(file)) - Math.max(0, database) - Math.max(0, log);
  }
}
