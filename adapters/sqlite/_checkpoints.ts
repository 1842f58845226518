import { dirname } from "node:path";
import type { StorageError } from "../../core/storage/storage_error.ts";
import { DiskRoom, freeBytes, type WriteKind } from "../_disk_room.ts";
import { fileBytes } from "./_file_growth.ts";
import { full, storageError } from "./_storage_error.ts";
import type { StoreSize, Transactions } from "./_transactions.ts";

/**
 * The log is copied when it has this many bytes (8 MiB). Copying and syncing them blocks the event loop for about 20 ms while
 * uploads run. With twice as many bytes, uploads would take 5 % less time, but all other work would wait up to twice as long.
 */
const DUE_BYTES = 8_388_608;
/**
 * The share of these bytes that is copied at a time in a burst of durable writes, since each turn syncs 1 MB of the writes, too.
 */
const BURST_SHARE = 0.25;

/**
 * Keeps the write-ahead log short: has SQLite copy it into the database. SQLite would do so itself at the end of some commits, but
 * would not report a failed sync. These syncs block the event loop; they must be SQLite's, since only SQLite can keep the log until
 * the database is on the disk, also when it closes.
 *
 * It also keeps the store from filling the disk. If the log took the last bytes, nothing could be copied or deleted any more. So
 * each writer asks before it writes, and is refused while there is still room to clean up.
 */
export class Checkpoints {
  readonly #transactions: Transactions;
  readonly #dueFrames: number;
  /** Number of frames in the log at which it is copied. */
  #due: number;
  readonly #room = new DiskRoom((bytes) => this.#spare(bytes));
  /** The error of the last try to copy the log; `undefined` if it succeeded. */
  #failure: StorageError | undefined;
  #hasRefused = false;

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
    this.#dueFrames = DUE_BYTES / transactions.pageBytes;
    this.#due = this.#dueFrames;
  }

  /**
   * Copies the log if it is long enough. Call it after each turn in which something was written.
   *
   * @param isBurst Whether durable writes still wait: then the log is copied earlier, in smaller portions.
   */
  check(isBurst = false): void {
    const frames = this.#transactions.pendingFrames();
    const due = isBurst ? this.#due - this.#dueFrames * (1 - BURST_SHARE) : this.#due;
    // On a disk that is nearly full, deletions can only be written to the room in the log's file, so it is kept empty.
    if (frames >= due || (frames > 0 && this.#room.isTight)) this.run();
  }

  /** Copies the log now. Only this makes the database's file shorter, too. */
  run(): void {
    this.#copy(() => this.#transactions.checkpoint());
  }

  /** Whether a write was refused for lack of room since the last call of `cleanedUp`. */
  get hasRefused(): boolean {
    return this.#hasRefused;
  }

  /** Records that a write was refused for lack of room. */
  recordRefusal(): void {
    this.#hasRefused = true;
    this.#room.look();
  }

  /**
   * Records that everything unneeded is deleted. If a write was refused, gives the room of the log's file back to the file system,
   * too.
   */
  cleanedUp(): void {
    if (!this.#hasRefused) return;
    this.#hasRefused = false;
    this.#copy(() => this.#transactions.emptyLog());
  }

  /**
   * Checks that there is room for a write. Call it before each write that makes the store larger.
   *
   * @param kind The kind of write.
   * @param bytes Number of bytes to write.
   * @param before Number of bytes that were admitted before and are not written yet.
   * @throws {StorageError} "full" if there is no room for the bytes; or the error for which the log cannot be copied.
   */
  requireRoom(kind: WriteKind, bytes: number, before = 0): void {
    if (!this.#isStuck(kind) && this.#room.has(kind, bytes, before)) return;
    // After the log was copied, SQLite writes it from its beginning again, so its file need not grow.
    this.makeRoomInLog(0);
    if (!this.#isStuck(kind) && this.#room.has(kind, bytes, before)) return;
    this.recordRefusal();
    throw this.#failure ?? full("write to the store");
  }

  /**
   * Checks that there is room for some writes, small and large. Admits none.
   *
   * @throws {StorageError} As `requireRoom`.
   */
  checkRoom(): void {
    if (!this.#isStuck("contents") && this.#room.hasSome) return;
    this.makeRoomInLog(0);
    if (this.#isStuck("contents") || !this.#room.hasSome) {
      throw this.#failure ?? full("write to the store");
    }
  }

  /**
   * Copies the log if the disk has room for it in the database.
   *
   * @param bytes If more than 0, does so only if the log cannot take this many bytes more.
   */
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
      // The log still holds everything. After a failed sync, each write reports it. After any other failure the next try is made
      // later, so that a full disk is not tried in every turn.
      this.#failure = storageError("copy the log", error);
      this.#room.look();
      this.#due = this.#transactions.pendingFrames() + this.#dueFrames;
    }
  }

  /** Whether the log must not grow, since it cannot be copied. Small values may still be written for a while. */
  #isStuck(kind: WriteKind): boolean {
    if (this.#failure === undefined) return false;
    return kind === "contents" || this.#transactions.pendingFrames() >= 2 * this.#dueFrames;
  }

  get #log(): string {
    return `${this.#transactions.file}-wal`;
  }

  /** Number of bytes that the disk would have left after this many bytes were written to the log and the whole log was copied. */
  #spare(bytes: number): number {
    const { file } = this.#transactions;
    const size: StoreSize = this.#transactions.size();
    const database = size.database + Math.max(0, bytes - size.free) - fileBytes(file);
    const log = size.log + bytes - fileBytes(this.#log);
    return freeBytes(dirname(file)) - Math.max(0, database) - Math.max(0, log);
  }
}
