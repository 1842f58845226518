/**
 * Variables in a directory: durable, no dependency, and fastest for large contents.
 *
 * The folders of `filesystem/`, from the outside in:
 *
 * - `disk/`, the directory as a whole: `StoreLayout` (the place of each file), `DirectoryLock`, `Store` (what all parts share),
 *   `sweep`, `InstanceList` (ids of instances); and the operations on files that all others use
 * - `contents/`, large contents: `Stages`, `Stage`, `StageWriter` before their commit, `InstanceContents` after it
 * - `instance/`: `InstanceCache` keeps the latest instances open. An `Instance` orders calls and commits them together. Its
 *   `InstanceLog` has the records, and its `InstanceContents` has the content files.
 * - `log/`: `LogFile` appends and reads. `log_frame` and `log_record` are its format. `replayLog` makes a `VariableIndex` of it.
 *   With `durable_log`, a change counts only when it is on the disk. `LogRewrite` drops garbage.
 *
 * @module
 */

import { GuardedStorage } from "../core/storage/guarded_storage.ts";
import type { DriverStage } from "../core/storage/storage_driver.ts";
import { checkPath } from "./_check_path.ts";
import { FilesystemDriver } from "./filesystem/_filesystem_driver.ts";

/**
 * Keeps variables in a directory that one process owns. Each instance has an append-only log of records with checksums. Small
 * contents are in the log. Each content over 64 KiB has a file of its own, with a checksum for each 64 KiB. An `apply` is one
 * append and one sync, which all waiting calls share. Opening reads nothing: an instance is read when it is first used. What a
 * crash left is deleted in the background after opening.
 *
 * If bytes were damaged on the disk, reading them, or a range of them, fails with "corrupt". Contents of stores that are older than
 * their checksums are read without a check.
 *
 * The logs of the latest instances stay open: up to 16,384, and up to half of the files that the process may open. If it cannot
 * open more files, some logs are closed. So a low limit (`ulimit -n`) only costs time.
 *
 * If the disk is nearly full, large contents are refused first, with "full", and then small ones, so that deletions have room in
 * their log. Writes are refused with "io" while the directory is deleted, moved or replaced.
 *
 * The directory should be on a local disk: network file systems often lose what they have acknowledged.
 *
 * @example
 * ```ts
 * import { FilesystemStorage } from "varpost/adapters/filesystem";
 * import assert from "node:assert/strict";
 *
 * let storage = await FilesystemStorage.open("variables");
 * const content = new TextEncoder().encode("42");
 * await storage.apply("order-1", [
 *   { op: "put", name: "amount", type: "Integer", valueInfo: {}, content },
 * ]);
 * await storage.close();
 *
 * storage = await FilesystemStorage.open("variables");
 * const record = await storage.stat("order-1", "amount");
 * assert.equal(new TextDecoder().decode(record?.inline), "42");
 * await storage.close();
 * ```
 */
export class FilesystemStorage extends GuardedStorage<DriverStage> {
  private constructor(driver: FilesystemDriver) {
    if (!(driver instanceof FilesystemDriver)) {
      throw new TypeError(
        "Cannot make a FilesystemStorage with 'new', since opening takes time: write 'await FilesystemStorage.open(directory)'",
      );
    }
    super(driver);
  }

  /**
   * Opens the store in a directory, or creates it.
   *
   * @param directory Path of the directory. It is created if it does not exist. A directory with other files is refused.
   * @throws {TypeError} If the path is not a string, or is empty.
   * @throws {StorageError} "locked" if the store is open elsewhere; "corrupt" if the directory is not a store, or has an unknown
   * format; "full" or "io" if the system refuses.
   */
  static async open(directory: string): Promise<FilesystemStorage> {
    checkPath("FilesystemStorage.open", directory);
    return new FilesystemStorage(await FilesystemDriver.open(directory));
  }
}
