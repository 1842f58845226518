import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ContentReader } from "./_content_reader.ts";
import { makeDirectory } from "./_make_directory.ts";
import type { Stage } from "./_stage.ts";
import type { Store } from "./_store.ts";
import { systemCode } from "./_to_storage_error.ts";

/**
 * The content files of one instance. While they are changed, the instance is marked, so that after a crash those are found
 * that a commit did not come to refer to, or ceased to refer to.
 */
export class InstanceContents {
  readonly #store: Store;
  readonly #id: string;
  readonly #name: string;
  readonly #directory: string;
  readonly #onIdle: () => void;
  /** Whether the directory is there and its own entry on the disk. */
  #ready = false;
  #marking: Promise<void> | undefined;
  /** Deletions that run, and whether one failed. */
  #deletions = 0;
  #failed = false;

  /** @param onIdle Called each time when no deletion runs any more. */
  constructor(store: Store, id: string, name: string, onIdle: () => void) {
    this.#store = store;
    this.#id = id;
    this.#name = name;
    this.#directory = store.layout.contents(name);
    this.#onIdle = onIdle;
  }

  /** Whether all deletions have ended. */
  get idle(): boolean {
    return this.#deletions === 0;
  }

  /** Whether the instance is marked: only then may there be files that no variable refers to. */
  get marked(): boolean {
    return this.#marking !== undefined;
  }

  /** Marks the instance; to be called before files are added, or cease to be referred to. */
  async mark(): Promise<void> {
    this.#marking ??= this.#store.marks.set(this.#name, this.#id);
    try {
      await this.#marking;
    } catch (error) {
      this.#marking = undefined;
      throw error;
    }
  }

  /** Takes up staged files; when this resolves, bytes and names are on the disk. */
  async install(stages: readonly Stage[]): Promise<void> {
    await this.mark();
    if (!this.#ready) {
      await makeDirectory(this.#directory);
      await this.#store.syncDirectory(this.#store.layout.shard(this.#name));
      this.#ready = true;
    }
    await Promise.all(stages.map((stage) => stage.move(join(this.#directory, stage.id))));
    await this.#store.syncDirectory(this.#directory);
  }

  /** Opens a content file. Throws what the system reports. */
  open(file: string, size: number): Promise<ContentReader> {
    return ContentReader.open(join(this.#directory, file), size);
  }

  /** Deletes files in the background. Who has one open may read it to its end. */
  drop(files: readonly string[]): void {
    for (const file of files) this.#delete(() => rm(join(this.#directory, file), { force: true }));
  }

  /** Deletes all files in the background, after they were put out of sight. */
  async dropAll(): Promise<void> {
    const trash = join(this.#store.layout.trash, this.#store.nextId());
    this.#ready = false;
    try {
      await rename(this.#directory, trash);
    } catch (error) {
      if (systemCode(error) === "ENOENT") return;
      // They stay, and the mark with them, until the store is opened next.
      this.#failed = true;
      return;
    }
    this.#delete(() => rm(trash, { recursive: true, force: true }));
  }

  /** Deletes what a crash left. The instance is marked since then. */
  async sweep(isReferenced: (file: string) => boolean): Promise<void> {
    this.#marking ??= Promise.resolve();
    let kept = 0;
    for (const file of await this.#files()) {
      if (isReferenced(file)) kept++;
      else await rm(join(this.#directory, file), { recursive: true, force: true });
    }
    if (kept > 0) return;
    this.#ready = false;
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** To be called when nothing changes any more: takes the mark away if it is not needed. */
  async close(): Promise<void> {
    // After a failed sync it is unknown which files the log refers to.
    if (this.#marking === undefined || this.#failed || this.#store.guard.broken) return;
    await this.#store.marks.remove(this.#name);
  }

  async #files(): Promise<readonly string[]> {
    try {
      return await readdir(this.#directory);
    } catch (error) {
      if (systemCode(error) === "ENOENT") return [];
      throw error;
    }
  }

  #delete(run: () => Promise<void>): void {
    this.#deletions++;
    this.#store.background.start(async () => {
      try {
        await run();
      } catch {
        this.#failed = true;
      } finally {
        if (--this.#deletions === 0) this.#onIdle();
      }
    });
  }
}
