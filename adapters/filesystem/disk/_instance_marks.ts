import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { closeFile, openFile, syncData, writeAt } from "./_file_io.ts";
import { decodeInstanceName, encodeInstanceName } from "./_instance_name.ts";
import type { WriteGuard } from "./_write_guard.ts";

/**
 * Marks the instances whose content files are being changed. After a crash only these have to be searched for content
 * files that nothing refers to. A mark is a file of the instance's name; it holds the id if that is not in the name.
 */
export class InstanceMarks {
  readonly #directory: string;
  readonly #guard: WriteGuard;
  readonly #syncDirectory: (path: string) => Promise<void>;

  constructor(
    directory: string,
    guard: WriteGuard,
    syncDirectory: (path: string) => Promise<void>,
  ) {
    this.#directory = directory;
    this.#guard = guard;
    this.#syncDirectory = syncDirectory;
  }

  /** Marks an instance; the mark is on the disk when this resolves. */
  async set(name: string, instanceId: string): Promise<void> {
    const fd = await openFile(this.#path(name), "w");
    try {
      if (decodeInstanceName(name) === undefined) {
        await writeAt(fd, Buffer.from(instanceId), 0);
        await this.#guard.run("sync a mark", () => syncData(fd));
      }
    } finally {
      await closeFile(fd);
    }
    await this.#syncDirectory(this.#directory);
  }

  /** The id of a marked instance; `undefined` if the mark is not whole, so that no file was changed yet. */
  async read(name: string): Promise<string | undefined> {
    const id = decodeInstanceName(name) ?? (await readFile(this.#path(name), "utf8"));
    return encodeInstanceName(id) === name ? id : undefined;
  }

  /** Removes a mark. If a crash brings it back, the instance is searched for nothing. */
  async remove(name: string): Promise<void> {
    await rm(this.#path(name), { force: true });
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }
}
