/**
 * Variables in one SQLite file, through better-sqlite3.
 * @module
 */

import { GuardedStorage } from "../core/storage/guarded_storage.ts";
import type { DriverStage } from "../core/storage/storage_driver.ts";
import { checkPath } from "./_check_path.ts";
import type { BackupOptions } from "./backup_options.ts";

import { SqliteDriver } from "./sqlite/_sqlite_driver.ts";

export type { BackupOptions } from "./backup_options.ts";

/**
 * Keeps variables in an SQLite file. Acknowledged changes survive a crash of the process and a loss of power. All changes that
 * wait at the same time share one sync. Large contents are rows of 256 KiB, which are written and read one at a time. Replaced
 * contents and what a crash left are deleted in the background.
 *
 * Each row has a checksum of all its values. If a row was damaged on the disk, reading it, alone or in a list, fails with
 * "corrupt"; it can still be replaced and deleted. Rows of stores that are older than these checksums are read without a check.
 * Versions of varpost from that time, and those that answered no queries, refuse a store once this version has opened it.
 *
 * One storage owns a file. A second one, in this process or in another, is refused with "locked". The file has a write-ahead log
 * beside it (`-wal`) while it is open, and after a crash; the log is a part of the store. To back a store up, call
 * `backup`, or close it and copy the file. A copy of an open store that was made otherwise may be torn. Before you replace a store by a copy,
 * delete the log beside it, or it would be taken for the log of the copy. The file must not be a mount of its own, such as a
 * single file that is mounted into a container, since the log would be outside of the mount.
 *
 * If the disk is nearly full, large contents are refused first, with "full", and then small ones, so that deletions have room for
 * their log. A store that is opened without room can be read, and can be written when there is room again. Writes are refused with
 * "io" while the file or its log is deleted, moved or replaced.
 *
 * It needs the package better-sqlite3, which `open` loads.
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
  readonly #driver: SqliteDriver;

  private constructor(driver: SqliteDriver) {
    if (!(driver instanceof SqliteDriver)) {
      throw new TypeError(
        "Cannot make a SqliteStorage with 'new', since opening takes time: write 'await SqliteStorage.open(path)'",
      );
    }
    super(driver);
    this.#driver = driver;
  }

  /**
   * Copies the store to a new file, while it is used: page by page, with all that is written until it ends. The copy is a store of its
   * own, and is on the disk when this resolves. Of a backup that fails nothing is left.
   *
   * @param path Path of the copy. There must be nothing; its folder must exist.
   * @throws {StorageError} "io" if there is something already; "full" or "io" if the system refuses; "closed" if the store is closed
   * meanwhile.
   *
   * @example
   * ```ts
   * import { SqliteStorage } from "varpost/adapters/sqlite";
   *
   * const storage = await SqliteStorage.open("variables-in-use.db");
   * await storage.backup("variables-of-today.db");
   * await storage.close();
   * ```
   */
  backup(path: string, options: BackupOptions = {}): Promise<void> {
    checkPath("SqliteStorage.backup", path);
    return this.#driver.backup(path, options);
  }

  /**
   * Opens a store, or creates it.
   *
   * @param path Path of the file. Its folder must exist.
   * @throws {TypeError} If the path is not a string, is empty, or is `:memory:`.
   * @throws {StorageError} "locked" if the store is open elsewhere; "corrupt" if the file is not a store, or has an unknown format;
   * "io" if the file cannot be opened and written (the message says who may), if it is a mount of its own, or if better-sqlite3 is
   * not installed.
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
