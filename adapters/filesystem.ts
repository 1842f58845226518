/**
 * Variables in a directory: durable, no dependency, and fastest for large contents.
 *
 * The folders of `filesystem/`, from the outside in:
 *
 * - `commit/`: the `CommitQueue` orders calls, checks their conditions, and commits together what waits
 * - `read/`: reads variables whose places the keys know
 * - `log/`: `Log` is the whole. `SegmentWriter` appends and syncs, `record` is the format, `Merger` frees the disk of garbage.
 *   `LogOpening` takes hints and records in, and its `Tail` tells what a crash tore from what was damaged.
 * - `keys/`: the `KeyDirectory` knows where the record of each variable lies
 * - `contents/`: the files of large contents
 * - `disk/`, the directory as a whole: `StoreLayout` (the place of each file), `DirectoryLock`, `Store` (what all parts share); and the
 *   operations on files that all others use
 *
 * @module
 */

import { GuardedStorage } from "../core/storage/guarded_storage.ts";
import type { DriverStage } from "../core/storage/storage_driver.ts";
import { checkPath } from "./_check_path.ts";
import { FilesystemDriver } from "./filesystem/_filesystem_driver.ts";
import type { StoreDamage } from "./filesystem/log/_store_damage.ts";

export type { StoreDamage };

/** How a store is opened. */
export interface FilesystemStorageOptions {
  /**
   * Whether the store is opened although it was damaged so that it is not known whose values are lost. All that can be read is served
   * then. Default: `false`, which refuses to open it with "corrupt".
   */
  readonly acceptDamage?: boolean | undefined;
  /** Is told each damage that is found when the store is opened. Default: nobody is told. */
  readonly onDamage?: ((damage: StoreDamage) => void) | undefined;
}

/**
 * Keeps variables in a directory that one process owns. All changes go into one log, as records with checksums; all calls that wait
 * share one append and one sync. Each content over 64 KiB has a file of its own, with a checksum for each 64 KiB.
 *
 * The keys of all variables are in memory, about 150 bytes for each. So names that do not exist, conditions and lists of instances do not
 * touch the disk. Garbage is merged in the background: some seconds after the load ends, it is at most as much as is needed, plus 16 MB.
 *
 * If bytes were damaged on the disk, reading them, or a range of them, fails with "corrupt", and all else is served. Only what a crash
 * may have torn, behind the last acknowledged change, is dropped.
 *
 * If the disk is nearly full, large contents are refused first, with "full", and then small ones, so that there is room for deletions,
 * and to free what they delete. Writes are refused with "io" while the directory is deleted, moved or replaced.
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
   * @param options How it is opened. Default: it is refused if it is not known whose values were damaged.
   * @throws {TypeError} If the path is not a string, or is empty.
   * @throws {StorageError} "locked" if the store is open elsewhere; "corrupt" if the directory is not a store, has an unknown
   * format, or was damaged so that it is not known whose values are lost; "full" or "io" if the system refuses.
   */
  static async open(
    directory: string,
    { acceptDamage = false, onDamage = () => {} }: FilesystemStorageOptions = {},
  ): Promise<FilesystemStorage> {
    checkPath("FilesystemStorage.open", directory);
    return new FilesystemStorage(
      await FilesystemDriver.open(directory, { acceptDamage, onDamage }),
    );
  }
}
