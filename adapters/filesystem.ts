/**
 * Variables in a directory: durable, no dependency, and fastest for large contents.
 *
 * Where to look in `filesystem/`, from the outside in:
 *
 * - `disk/`, the directory as a whole: `StoreLayout` (what lies where), `DirectoryLock`, `Store` (what all parts share), `sweep`,
 *   `InstanceList` (ids of instances); and the operations on files that all others use
 * - `contents/`, large contents: `Stages`, `Stage`, `StageWriter` before their commit, `InstanceContents` after it
 * - `instance/`: `InstanceCache` keeps those used last; an `Instance` orders the calls and commits them together, its
 *   `InstanceLog` has the records and its `InstanceContents` the content files
 * - `log/`: `LogFile` appends and reads; `log_frame` and `log_record` are its format; `replayLog` reads it to a
 *   `VariableIndex`; `durable_log` makes each change count only once it is on the disk; `LogRewrite` drops garbage
 *
 * @module
 */

import { GuardedStorage } from "../core/storage/guarded_storage.ts";
import type { DriverStage } from "../core/storage/storage_driver.ts";
import { checkPath } from "./_check_path.ts";
import { FilesystemDriver } from "./filesystem/_filesystem_driver.ts";

/**
 * Keeps variables in a directory that one process owns. Each instance has an append-only log of checksummed records with
 * the small contents in it; contents over 64 KiB have a file each, with a checksum for each 64 KiB. An `apply` is one append
 * and one sync, which all calls share that wait for it. Opening reads nothing: an instance is read when it is first used. What a
 * crash left is deleted in the background after opening.
 *
 * What was damaged on the disk is "corrupt" when it is read, a range of it, too; contents of stores made before there were
 * checksums for them are read as they are.
 *
 * The logs of the instances used last stay open: up to 16,384, and up to half of the files that the process may open. If it can open
 * no more, some are closed. A low limit (`ulimit -n`) costs time alone.
 *
 * On a disk that is nearly full large contents are refused first, with "full", then small ones, so that deletions still have
 * room in their log. Writes are refused, with "io", while the directory is deleted, moved or replaced.
 *
 * The directory should be on a local disk: network file systems often do not keep what they acknowledged.
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
   * Opens the store in a directory, which is made if it is not there.
   *
   * @param directory The path. A directory that holds anything else is refused.
   * @throws {TypeError} If that is no string, or an empty one.
   * @throws {StorageError} "locked" if another process has it open, "corrupt" if the directory is no store or one of a
   * version unknown here, "full" or "io" if the system refuses.
   */
  static async open(directory: string): Promise<FilesystemStorage> {
    checkPath("FilesystemStorage.open", directory);
    return new FilesystemStorage(await FilesystemDriver.open(directory));
  }
}
