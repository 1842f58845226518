/**
 * Variables in one SQLite file, through better-sqlite3.
 * @module
 */

import { GuardedStorage } from "../core/storage/guarded_storage.ts";
import type { DriverStage } from "../core/storage/storage_driver.ts";
import { checkPath } from "./_check_path.ts";
import { SqliteDriver } from "./sqlite/_sqlite_driver.ts";

/**
 * Keeps variables in an SQLite file. What was acknowledged survives a crash of the process and a loss of power; all changes
 * that wait at the same time share one sync. Large contents are rows of 256 KiB, written and read one at a time; what was
 * replaced is deleted in the background, and so is what a crash left.
 *
 * Each row has a checksum of all its values. One that was damaged on the disk is "corrupt" when it is read, alone or in a list; it
 * can be replaced and deleted. Rows of stores made before there were checksums are read as they are; versions of varpost from
 * that time refuse a store once this one has opened it.
 *
 * One storage owns a file: a second, in this process or another, is refused with "locked". Beside the file there is a
 * write-ahead log (`-wal`) while it is open, and after a crash: it belongs to it. To back a store up, close it, then copy
 * the file; a copy of an open one may be torn, and SQLite's own backup is refused, too. Before you put a copy in the place of
 * a store, delete the log that is there: it would be taken for the copy's. The file must not be a mount of its own, as of a
 * single file into a container: the log would not be in it.
 *
 * On a disk that is nearly full large contents are refused first, with "full", then small ones, so that deletions still have
 * room for their log. A store that is opened without room can be read, and written as soon as there is some. Writes are refused,
 * with "io", while the file or its log is not the one that was opened: deleted, moved or replaced.
 *
 * Needs the package better-sqlite3, which is loaded on opening.
 *
 * @example
 * ```ts
 * import { SqliteStorage } from "varpost/adapters/sqlite";
 * import assert from "node:assert/strict";
 *
 * const storage = await SqliteStorage.open("variables.db");
 * const content = new TextEncoder().encode("42");
 * await storage.apply("order-1", [
 *   { op: "put", name: "amount", type: "Integer", valueInfo: {}, content },
 * ]);
 * await storage.close();
 *
 * const reopened = await SqliteStorage.open("variables.db");
 * const record = await reopened.stat("order-1", "amount");
 * assert.equal(new TextDecoder().decode(record?.inline), "42");
 * await reopened.close();
 * ```
 */
export class SqliteStorage extends GuardedStorage<DriverStage> {
  private constructor(driver: SqliteDriver) {
    if (!(driver instanceof SqliteDriver)) {
      throw new TypeError(
        "Cannot make a SqliteStorage by 'new', since opening takes time: write 'await SqliteStorage.open(path)'",
      );
    }
    super(driver);
  }

  /**
   * Opens a store, or makes it.
   *
   * @param path Its file. The folder must be there.
   * @throws {TypeError} If that is no string, an empty one, or `:memory:`.
   * @throws {StorageError} "locked" if it is open elsewhere, "corrupt" if the file is no store of a format known here, "io"
   *   if it is a mount of its own, or cannot be opened and written, with who may, or better-sqlite3 is not installed.
   */
  static async open(path: string): Promise<SqliteStorage> {
    checkPath("SqliteStorage.open", path);
    if (path === ":memory:") {
      throw new TypeError(
        "Cannot open ':memory:' as a file: use 'new MemoryStorage()', or './:memory:' for a file of that name",
      );
    }
    return new SqliteStorage(await SqliteDriver.open(path));
  }
}
