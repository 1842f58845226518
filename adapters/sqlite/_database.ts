import { statSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StorageError } from "../../core/storage/storage_error.ts";
import { checkPlace } from "./_check_place.ts";
import { type Database, type Driver, loadDriver } from "./_driver.ts";
import { migrate, schemaVersion } from "./_schema.ts";
import { isFailedWrite, resultCode, storageError } from "./_storage_error.ts";

/**
 * A small value costs a page in the log and one in the database, wherever it is. With 4 KiB a random replacement took 39 µs
 * among a million variables and 17 among a thousand, with 16 KiB 61 and 22; the log was copied each 16 MiB in both. Large contents
 * come in a quarter slower.
 */
const PAGE_BYTES = 4_096;
/** For the inner pages of the indexes; contents only pass through. */
const CACHE_KIB = 8_192;
/** What is left of the write-ahead log after a burst. */
const LOG_BYTES_KEPT = 67_108_864;

/**
 * Of two that open a file at the same moment, each may meet a lock of the other before it has its own. So whoever is refused
 * tries again, after a time that is unlikely to be the other's: of this many milliseconds at most.
 */
const PAUSES_MS = [20, 40, 80, 160];

/**
 * Opens a store's file, or makes it, with an exclusive lock that lasts until it is closed.
 *
 * @param path The file. Nothing in it is special: `:memory:` and `file:` are names.
 * @throws {StorageError} "locked" if it is open elsewhere, "corrupt" if it is no store, "io" if it is a mount of its own or
 *   cannot be written, "io" or "full" otherwise.
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
    // First, as it may make the room that the migration needs.
    emptyLog(db);
    migrate(db, version);
    emptyLog(db);
    return db;
  } catch (error) {
    db.close();
    throw storageError(`open '${path}'`, error);
  }
}

/** The constructor opens no file that SQLite refuses, checks the folder itself, and loads the native part. */
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

/** Takes the lock, which is kept, and gives the version; a file that is no store is left as it is. */
function lock(db: Database): number {
  if (statSync(db.name).size === 0) {
    // A file's first transaction settles both for good.
    db.pragma(`page_size = ${PAGE_BYTES}`);
    db.pragma("auto_vacuum = INCREMENTAL");
  }
  // Before the first look into a write-ahead log, so that its index needs no shared memory.
  db.pragma("locking_mode = EXCLUSIVE");
  db.exec("BEGIN IMMEDIATE");
  const version = schemaVersion(db);
  db.exec("COMMIT");
  return version;
}

/**
 * Nobody knows what of an earlier process's log is on the disk: if one of its syncs failed, later ones leave a gap unnoticed.
 * And SQLite keeps silent when it cannot sync that the file has a log at all. Where there is no room for it now, the store can be
 * read all the same; `Transactions` does it before the first write.
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
  // `Checkpoints` does it, where a failure is seen.
  db.pragma("wal_autocheckpoint = 0");
  // The folder for temporary files may be on another disk, which may be full, too.
  db.pragma("temp_store = MEMORY");
  db.pragma(`journal_size_limit = ${LOG_BYTES_KEPT}`);
}
