import { readdir, readFile, rename } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { checkWritable } from "../../_check_writable.ts";
import { closeFile, openFile, syncData, syncDirectory, writeAt } from "./_file_io.ts";
import { SHARDS, shardName, shardNameOf } from "./_instance_name.ts";
import { makeDirectory } from "./_make_directory.ts";
import { systemCode } from "./_to_storage_error.ts";

const FORMAT_FILE = "format";
const FORMAT = "varpost filesystem store 1\n";

/**
 * Where things lie in the directory of a store:
 *
 * - `format`: tells that it is one, and of which version
 * - `lock/`: sockets of the process that has it open
 * - `stage/`: what is being written; nothing refers to it
 * - `trash/`: what is being deleted; nothing refers to it
 * - `touched/`: a mark for each instance whose content files may include some that nothing refers to
 * - `instances/00/` to `3f/`: `NAME.log`, the log of an instance that has a variable, and `NAME.d/`, its content files
 */
export class StoreLayout {
  readonly root: string;
  readonly lock: string;
  readonly stage: string;
  readonly trash: string;
  readonly touched: string;
  readonly instances: string;

  constructor(directory: string) {
    this.root = resolve(directory);
    this.lock = join(this.root, "lock");
    this.stage = join(this.root, "stage");
    this.trash = join(this.root, "trash");
    this.touched = join(this.root, "touched");
    this.instances = join(this.root, "instances");
  }

  /** The folder that an instance's log and content files lie in. */
  shard(name: string): string {
    return join(this.instances, shardName(name));
  }

  /** All such folders. */
  shards(): readonly string[] {
    return Array.from({ length: SHARDS }, (_, shard) => join(this.instances, shardNameOf(shard)));
  }

  /** The log of an instance. */
  log(name: string): string {
    return join(this.shard(name), `${name}.log`);
  }

  /** The folder of an instance's content files. */
  contents(name: string): string {
    return join(this.shard(name), `${name}.d`);
  }

  /**
   * Makes the directory, with a folder for the lock, if it is not there.
   *
   * @throws {StorageError} "corrupt" if the directory is something else, or of a version unknown here; "io"
   *   if one of its folders is read-only.
   */
  async prepareLock(): Promise<void> {
    await makeDirectory(this.root);
    const format = await this.#readFormat();
    if (format !== undefined && format !== FORMAT) {
      throw new StorageError(
        "corrupt",
        `Cannot open '${this.root}': its format is unknown here; another version made it`,
      );
    }
    if (format === undefined) await this.#refuseForeign();
    for (const path of [this.root, this.lock, ...this.#folders()]) {
      checkWritable(`open '${this.root}'`, path);
    }
    await makeDirectory(this.lock);
  }

  /**
   * Makes all other folders, if this is a new store. The format comes last: where there is one, everything else is there, and
   * on the disk. Only for who holds the lock.
   */
  async prepareFolders(): Promise<void> {
    if ((await this.#readFormat()) === FORMAT) return;
    for (const path of this.#folders()) {
      await makeDirectory(path);
    }
    await syncDirectory(this.instances);
    // All above it too: it is not known which of them a process made that was killed before it got here.
    for (let path = this.root; ; path = dirname(path)) {
      await syncDirectory(path).catch((error) => refuseUnlessForbidden(error));
      if (path === dirname(path)) break;
    }
    await this.#writeFormat();
  }

  /** Waits until all names of instances that a killed process gave are on the disk. */
  async syncShards(): Promise<void> {
    await Promise.all(this.shards().map((shard) => syncDirectory(shard)));
  }

  /** All but the lock's, in the order in which they are made. */
  #folders(): readonly string[] {
    return [this.stage, this.trash, this.touched, this.instances, ...this.shards()];
  }

  async #readFormat(): Promise<string | undefined> {
    try {
      return await readFile(join(this.root, FORMAT_FILE), "utf8");
    } catch (error) {
      if (systemCode(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  /** It appears whole. */
  async #writeFormat(): Promise<void> {
    const stage = join(this.stage, FORMAT_FILE);
    const fd = await openFile(stage, "w");
    try {
      await writeAt(fd, Buffer.from(FORMAT), 0);
      await syncData(fd);
    } finally {
      await closeFile(fd);
    }
    await rename(stage, join(this.root, FORMAT_FILE));
    await syncDirectory(this.root);
  }

  /** Folders of ours may be there, if an earlier call was killed; `lost+found`, if this is a volume of its own. */
  async #refuseForeign(): Promise<void> {
    const own = new Set(["lost+found", "lock", "stage", "trash", "touched", "instances"]);
    for (const entry of await readdir(this.root)) {
      if (own.has(entry)) continue;
      throw new StorageError(
        "corrupt",
        `Cannot open '${this.root}': it is neither empty nor a store (it holds '${entry}')`,
      );
    }
  }
}

/** A directory that this process may not read is none that it, or one like it, has made. */
function refuseUnlessForbidden(error: unknown): void {
  const code = systemCode(error);
  if (code !== "EACCES" && code !== "EPERM") throw error;
}
