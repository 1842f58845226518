import { statSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StorageError } from "../../core/storage/storage_error.ts";
import { checkPlace } from "./_check_place.ts";
import { type Database, type Driver, loadDriver } from "./_driver.ts";
import { migrate, schemaVersion } from "./_schema.ts";
import { isFailedWrite, resultCode, storageError } from "./_storage_error.ts";

/**
 * The page size of new stores in bytes. Writing a small value costs a page in the log and one in the database. With pages of 4
 * KiB, replacing a random value took 39 µs among a million variables and 17 µs among a thousand; with 16 KiB it took 61 µs and 22
 * µs. (In both cases the log was copied after each 16 MiB.) Large contents are written a quarter slower with 4 KiB.
 */
const PAGE_BYTES = 4_096;
/** Size of SQLite's cache. It is for the inner pages of the indexes; contents are read only once. */
const CACHE_KIB = 8_192;
/** The log's file is cut to this size after a burst. */
const LOG_BYTES_KEPT = 67_108_864;

/**
 * The longest pauses in milliseconds before opening is tried again. If two processes open a file at the same moment, each may meet
 * a lock of the other before it has its own. So each tries again after a random time, which most likely differs from the other's.
 */
const PAUSES_MS = [20, 40, 80, 160];

/**
 * Opens a store's file, or creates it, with an exclusive lock that lasts until the file is closed.
 *
 * @param path The file. It is always the name of a file, even `:memory:` or `file:x`.
 * @throws {StorageError} "locked" if the file is open elsewhere, "corrupt" if it is not a store, "io" if it is a mount of its own
 *   or cannot be written, "io" or "full" for other failures.
 */
export async function openDatabase(path: string): Promise<Database> {
  const Connection = await loadDriver();
  checkPlace(path);
  for (const pause of PAUSES_MS) {
    try {
      return openOnce(Connection, path);
    } catch (error) {
      if (!(error instanceof StorageError && error.code === "locked")) throw error;
    }
    await delay(pause * Math.random());
  }
  return openOnce(Connection, path);
}

function openOnce(Connection: Driver, path: string): Database {
  let db: Database;
  try {
    db = new Connection(resolve(path), { timeout: 0 });
  } catch (error) {
    throw openError(path, error);
  }
  try {
    const version = lock(db);
    configure(db);
    // This comes first, since it may make the room that the migration needs.
    emptyLog(db);
    migrate(db, version);
    emptyLog(db);
    return db;
  } catch (error) {
    db.close();
    throw storageError(`open '${path}'`, error);
  }
}

/**
 * Makes a StorageError of what the constructor of better-sqlite3 threw. Errors of SQLite have a result code, and a missing folder
 * is a TypeError. Any other error comes from loading the native part.
 */
function openError(path: string, error: unknown): StorageError {
  if (resultCode(error) !== "" || error instanceof TypeError) {
    return storageError(`open '${path}'`, error);
  }
  return new StorageError(
    "io",
    "Cannot use SQLite: the native part of better-sqlite3 was not built, or not for this Node. Use '--storage filesystem:DIR', or install python3, make and g++, then 'npm rebuild better-sqlite3'",
    { cause: error },
  );
}

/**
 * Takes the lock, which is kept until the file is closed, and returns the store's version. Does not change a file that is not a
 * store.
 */
function lock(db: Database): number {
  const { size } = statSync(db.name);
  // SQLite takes such a file for an empty one.
  if (size === 1) {
    throw new StorageError("corrupt", `Cannot open '${db.name}': it is not an SQLite database`);
  }
  if (size === 0) {
    // The first transaction of a file makes these two settings permanent.
    db.pragma(`page_size = ${PAGE_BYTES}`);
    db.pragma("auto_vacuum = INCREMENTAL");
  }
  // This must come before the log is read for the first time: then the log's index needs no shared memory.
  db.pragma("locking_mode = EXCLUSIVE");
  db.exec("BEGIN IMMEDIATE");
  const version = schemaVersion(db);
  db.exec("COMMIT");
  return version;
}

/**
 * Copies the log of an earlier process into the database, and empties it. Nobody knows which parts of that log are on the disk: if
 * one of its syncs failed, later syncs left a gap and nobody noticed. SQLite does not report either that it could not sync the
 * creation of the log. If there is no room for this now, the store can still be read, and `Transactions` does it before the first
 * write.
 */
function emptyLog(db: Database): void {
  try {
    db.pragma("wal_checkpoint(TRUNCATE)");
  } catch (error) {
    if (!isFailedWrite(error) && resultCode(error) !== "SQLITE_FULL") throw error;
  }
}

function configure(db: Database): void {
  if (db.pragma("journal_mode = WAL", { simple: true }) !== "wal") {
    throw new StorageError("io", `Cannot open '${db.name}': it cannot have a write-ahead log here`);
  }
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma("synchronous = FULL");
  // `Checkpoints` copies the log, since it sees failures.
  db.pragma("wal_autocheckpoint = 0");
  // The folder for temporary files may be on another disk, which may be full.
  db.pragma("temp_store = MEMORY");
  db.pragma(`journal_size_limit = ${LOG_BYTES_KEPT}`);
}
