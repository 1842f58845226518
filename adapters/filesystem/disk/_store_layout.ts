import { readdir, readFile, rename } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { checkWritable } from "../../_check_writable.ts";
import { closeFile, openFile, syncData, syncDirectory, writeAt } from "./_file_io.ts";
import { makeDirectory } from "./_make_directory.ts";
import { systemCode } from "./_to_storage_error.ts";

const FORMAT_FILE = "format";
const NEW_FORMAT_FILE = "format.new";
const FORMAT = "varpost filesystem store 2\n";
const FORMAT_1 = "varpost filesystem store 1\n";

/**
 * Where things lie in the directory of a store:
 *
 * - `format`: says that it is a store, and of which version
 * - `lock/`: sockets of the process that has it open
 * - `log/`: the segments of the log, `NUMBER-SALT.log`; the hints of those that are sealed, `NUMBER-SALT.hint`; and `closed`, the lengths
 *   of the others when the store was last closed
 * - `contents/`: a file for each content over 64 KiB; its name is its number to base 36
 */
export class StoreLayout {
  readonly root: string;
  readonly lock: string;
  readonly log: string;
  readonly contents: string;
  /** The file with the lengths of unsealed segments when the store was last closed. */
  readonly closedLengths: string;

  constructor(directory: string) {
    this.root = resolve(directory);
    this.lock = join(this.root, "lock");
    this.log = join(this.root, "log");
    this.contents = join(this.root, "contents");
    this.closedLengths = join(this.log, "closed");
  }

  /** The path of a content file. */
  content(file: number): string {
    return join(this.contents, file.toString(36));
  }

  /**
   * Makes the directory, and in it the folder of the lock, unless they are there.
   *
   * @throws {StorageError} "corrupt" if the directory is not a store, or has another format; "io" if it or one of its folders is
   * read-only.
   */
  async prepareLock(): Promise<void> {
    await makeDirectory(this.root);
    const format = await this.#readFormat();
    if (format === undefined) await this.#refuseForeign();
    else this.#checkFormat(format);
    for (const path of [this.root, this.lock, this.log, this.contents]) {
      checkWritable(`open '${this.root}'`, path);
    }
    await makeDirectory(this.lock);
  }

  /**
   * Makes all other folders, if this is a new store. The file `format` is written last: if it is there, all else is there, on the
   * disk. Only the holder of the lock may call this.
   */
  async prepareFolders(): Promise<void> {
    if ((await this.#readFormat()) === FORMAT) return;
    await makeDirectory(this.log);
    await makeDirectory(this.contents);
    // All directories above are synced, too: a process that was killed may have made any of them.
    for (let path = this.root; ; path = dirname(path)) {
      await syncDirectory(path).catch(refuseUnlessForbidden);
      if (path === dirname(path)) break;
    }
    await this.#writeFormat();
  }

  #checkFormat(format: string): void {
    if (format === FORMAT) return;
    const reason =
      format === FORMAT_1
        ? "its format 1 is that of earlier, unpublished versions of varpost, which this one does not read; use an empty directory"
        : "its format is unknown; another version of varpost made it, or its file 'format' was damaged";
    throw new StorageError("corrupt", `Cannot open '${this.root}': ${reason}`);
  }

  async #readFormat(): Promise<string | undefined> {
    try {
      return await readFile(join(this.root, FORMAT_FILE), "utf8");
    } catch (error) {
      if (systemCode(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  /** Writes the file `format` under another name, and renames it: so it appears whole. */
  async #writeFormat(): Promise<void> {
    const path = join(this.root, NEW_FORMAT_FILE);
    const fd = await openFile(path, "w");
    try {
      await writeAt(fd, Buffer.from(FORMAT), 0);
      await syncData(fd);
    } finally {
      await closeFile(fd);
    }
    await rename(path, join(this.root, FORMAT_FILE));
    await syncDirectory(this.root);
  }

  /** Refuses foreign files. A killed call may have left folders of a store; `lost+found` is there if this is a volume of its own. */
  async #refuseForeign(): Promise<void> {
    const own = new Set(["lost+found", "lock", "log", "contents", NEW_FORMAT_FILE]);
    for (const entry of await readdir(this.root)) {
      if (own.has(entry)) continue;
      throw new StorageError(
        "corrupt",
        `Cannot open '${this.root}': it is neither empty nor a store (it holds '${entry}')`,
      );
    }
  }
}

/** Ignores that a directory may not be read: an earlier process of the same user has not made such a one. */
function refuseUnlessForbidden(error: unknown): void {
  const code = systemCode(error);
  if (code !== "EACCES" && code !== "EPERM") throw error;
}
