/**
 * Variables in a directory: durable, without a dependency. For large contents it is the fastest of the durable storages.
 *
 * The folders of `filesystem/`, from the outside in:
 *
 * - `commit/`: the `CommitQueue` orders calls, checks their preconditions, and commits all waiting calls together
 * - `read/`: reads the records of variables from their places in the log
 * - `log/`: `Log` is the whole. `SegmentWriter` appends and syncs, `_record.ts` is the format, `Merger` frees the disk of garbage.
 *   `LogOpening` takes hints and records into the keys. Its `Tail` decides what was damaged, and what a crash may have torn.
 * - `keys/`: the `KeyDirectory` knows, in memory, where the record of each variable lies
 * - `contents/`: the files of large contents
 * - `disk/`: the directory as a whole, with `StoreLayout` (the place of each file), `DirectoryLock` and `Store` (what all parts share);
 *   and the operations on files that all others use
 *
 * @module
 */

import { GuardedStorage } from "../core/storage/guarded_storage.ts";
import type { DriverStage } from "../core/storage/storage_driver.ts";
import { checkPath } from "./_check_path.ts";
import type { BackupOptions } from "./backup_options.ts";

import { FilesystemDriver } from "./filesystem/_filesystem_driver.ts";
import type { StoreDamage } from "./filesystem/log/_store_damage.ts";

export type { StoreDamage };

/** How a store is opened. */
export interface FilesystemStorageOptions {
  /**
   * Whether the store is opened although records in it are damaged, and it is not known whose they are. These records are dropped,
   * for good: a variable may be missing, or may be again what it was before a change that is lost. All the rest is served. Default:
   * `false`. Then `open` fails with "corrupt".
   */
  readonly acceptDamage?: boolean | undefined;
  /**
   * Called for each damage that is found while the store is opened. Sealed segments and files of contents are not looked through
   * then: damage in them is found when a value is read. Default: nobody is told.
   */
  readonly onDamage?: ((damage: StoreDamage) => void) | undefined;
}

export type { BackupOptions } from "./backup_options.ts";

/**
 * Keeps variables in a directory that one process owns. All changes go into one log, as records with checksums. All calls that wait
 * at the same time share one append and one sync. Each content over 64 KiB has a file of its own, with a checksum for each 64 KiB.
 *
 * The keys of all variables are in memory, 100 to 150 bytes for each. So preconditions, lists of instances and searches for names
 * that do not exist do not touch the disk. Records that were replaced or deleted are garbage. The log is merged in the background:
 * some seconds after the load has ended, the garbage in it takes at most as many bytes as the records that are needed, plus 16 MB.
 *
 * If bytes of a value were damaged on the disk, reading it, or a range of it, fails with "corrupt", and all other values are
 * served. It can still be replaced and deleted. An opening drops only what a crash may have torn: what lies behind the last
 * acknowledged change.
 *
 * If the disk is nearly full, large contents are refused first, with "full", and then small ones, so that deletions have room, and
 * merges can free what was deleted. Writes are refused with "io" while the directory is deleted, moved or replaced.
 *
 * To back a store up, close it and copy the whole directory. The directory should be on a local disk: network file systems often
 * lose what they have acknowledged, and other machines do not see the lock.
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
  readonly #driver: FilesystemDriver;

  private constructor(driver: FilesystemDriver) {
    if (!(driver instanceof FilesystemDriver)) {
      throw new TypeError(
        "Cannot make a FilesystemStorage with 'new', since opening takes time: write 'await FilesystemStorage.open(directory)'",
      );
    }
    super(driver);
    this.#driver = driver;
  }

  /**
   * Copies the store as it is now to a new directory, while it is used. Writes wait only for a moment; files are copied as they were then.
   * The copy is a store of its own, and is on the disk when this resolves. Of a backup that fails nothing is left.
   *
   * @param directory Path of the copy. There must be nothing; the folder above must exist.
   * @throws {StorageError} "io" if there is something already; "full" or "io" if the system refuses; "closed" if the store is closed
   * meanwhile.
   *
   * @example
   * ```ts
   * import { FilesystemStorage } from "varpost/adapters/filesystem";
   *
   * const storage = await FilesystemStorage.open("variables-in-use");
   * await storage.backup("variables-of-today");
   * await storage.close();
   * ```
   */
  backup(directory: string, options: BackupOptions = {}): Promise<void> {
    checkPath("FilesystemStorage.backup", directory);
    return this.#driver.backup(directory, options);
  }

  /**
   * Opens the store in a directory, or creates it.
   *
   * @param directory Path of the directory. It is created if it does not exist. A directory with other files is refused.
   * @param options How it is opened. Default: it is refused if records are damaged and it is not known whose they are.
   * @throws {TypeError} If the path is not a string, or is empty.
   * @throws {StorageError} "locked" if the store is open already, here or in another process; "corrupt" if the directory is not a
   * store, has another format, or has damaged records of which it is not known whose they are; "full" or "io" if the system
   * refuses.
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
