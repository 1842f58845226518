import { readdir, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory } from "../disk/_make_directory.ts";
import type { Store } from "../disk/_store.ts";
import { systemCode } from "../disk/_to_storage_error.ts";
import { ContentReader } from "./_content_reader.ts";
import type { Stage } from "./_stage.ts";

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
  /** Deletions that run. */
  #deletions = 0;
  /** Whether a file stayed that nothing refers to. */
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

  /**
   * Takes up staged files; when this resolves, bytes and names are on the disk. If it fails, or what comes next, `giveBack`
   * has to follow.
   */
  async install(stages: readonly Stage[]): Promise<void> {
    await this.mark();
    if (!this.#ready) {
      await makeDirectory(this.#directory);
      await this.#store.syncDirectory(this.#store.layout.shard(this.#name));
      this.#ready = true;
    }
    const moves = await Promise.allSettled(
      stages.map((stage) => stage.move(join(this.#directory, stage.id))),
    );
    for (const move of moves) if (move.status === "rejected") throw move.reason;
    await this.#store.syncDirectory(this.#directory);
  }

  /** Moves staged files back, since no variable came to refer to them. */
  async giveBack(stages: readonly Stage[]): Promise<void> {
    // After a failed sync there may be a commit on the disk that refers to them.
    if (this.#store.guard.broken) return;
    for (const stage of stages) {
      // One that cannot go back is read where it is; it is deleted at the latest when the store is opened next.
      await stage.moveBack().catch(() => this.#fail());
    }
  }

  /** Opens a content file, see `ContentReader.open`. */
  open(file: string, size: number, sum: number | undefined): Promise<ContentReader> {
    return ContentReader.open(join(this.#directory, file), size, sum);
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
      this.#fail();
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

  /**
   * To be called when nothing changes any more: takes the mark away if it is not needed.
   *
   * @param inUse Whether there is a variable with a content file.
   */
  async close(inUse: boolean): Promise<void> {
    // After a failed sync it is unknown which files the log refers to.
    if (this.#marking === undefined || this.#failed || this.#store.guard.broken) return;
    // Otherwise it would be there for ever: without the mark nobody looks for it when the instance is forgotten.
    if (!inUse) await rmdir(this.#directory).catch(() => undefined);
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

  /** A file stays that nothing refers to, and the mark with it, until the store is opened next. */
  #fail(): void {
    this.#failed = true;
  }

  #delete(run: () => Promise<void>): void {
    this.#deletions++;
    this.#store.background.start(async () => {
      try {
        await run();
      } catch {
        this.#fail();
      } finally {
        if (--this.#deletions === 0) this.#onIdle();
      }
    });
  }
}
