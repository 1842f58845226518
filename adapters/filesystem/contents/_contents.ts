import { readdir, rm } from "node:fs/promises";
import type { StageWriter } from "../../../core/storage/storage_driver.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { Sequence } from "../_sequence.ts";
import type { Store } from "../disk/_store.ts";
import { TaskLimit } from "../disk/_task_limit.ts";
import { ContentWriter } from "./_content_writer.ts";
import { FileStage, MemoryStage, type Stage } from "./_stage.ts";

/** At most so many syncs and deletions run at once. Node has four threads for files, and the log needs some of them, too. */
const MAX_SLOW_TASKS = 2;

const GIVEN_UP = new StorageError("gone", "Cannot write the stage: it was given up");

/** The files of large contents. A file is written under its final name. When no variable refers to it any more, it is deleted. */
export class Contents {
  readonly #store: Store;
  readonly #sequence: Sequence;
  readonly #slowTasks = new TaskLimit(MAX_SLOW_TASKS);
  /** Backups that run. While there is one, no file is deleted. */
  #keepers = 0;
  /** Files that are deleted when no backup runs any more. */
  readonly #kept: number[] = [];
  /** Files that are being written, or to which no variable refers yet. */
  readonly #staged = new Set<number>();

  constructor(store: Store, sequence: Sequence) {
    this.#store = store;
    this.#sequence = sequence;
  }

  /** The path of a file. */
  pathOf(file: number): string {
    return this.#store.layout.content(file);
  }

  /** Begins a stage. When it is finished, its bytes are on the disk, or in memory if they are few. */
  stage(): StageWriter<Stage> {
    const file = this.#sequence.next();
    const requireRoom = (bytes: number) => this.#store.requireRoom("contents", bytes);
    const writer = new ContentWriter(this.pathOf(file), this.#slowTasks, requireRoom);
    this.#staged.add(file);
    return {
      write: (chunk) => writer.write(chunk),
      finish: async () => {
        const written = await writer.finish();
        if ("sum" in written) return this.#fileStage(file, writer.size, written.sum);
        this.#staged.delete(file);
        return new MemoryStage(written.bytes);
      },
      abort: async () => {
        await writer.abort(GIVEN_UP);
        await this.discard(file);
      },
    };
  }

  /** Writes a content that is too large for the log. The bytes are copied before this returns. */
  async stageBytes(bytes: Uint8Array): Promise<Stage> {
    const writer = this.stage();
    const copy = bytes.slice();
    try {
      await writer.write(copy);
      return await writer.finish();
    } catch (error) {
      await writer.abort();
      throw error;
    }
  }

  /** Waits until the names of all files are on the disk. */
  syncNames(): Promise<void> {
    return this.#store.contents.sync();
  }

  /** Call this when a variable refers to this file. */
  use(file: number): void {
    this.#staged.delete(file);
  }

  /** Deletes a file to which no variable refers. */
  async discard(file: number): Promise<void> {
    this.#staged.delete(file);
    // If a sync has failed, there may be a commit on the disk that refers to the file. The next opening finds out.
    if (!this.#store.guard.broken) await this.#remove(file);
  }

  /** Keeps all files until the returned function is called. */
  keepAll(): () => void {
    this.#keepers++;
    return () => {
      this.#keepers--;
      if (this.#keepers === 0) this.delete(this.#kept.splice(0));
    };
  }

  /**
   * Deletes files to which no variable refers any more, in the background, one after the other. A reader that has opened one can
   * still read it to its end.
   */
  delete(files: Iterable<number>): void {
    this.#store.background.start(async () => {
      for (const file of files) await this.discard(file);
    });
  }

  /** Deletes all staged files. Call this only when nothing is written any more. */
  deleteStaged(): void {
    this.delete(this.#staged);
  }

  /**
   * Finds orphans: files to which no variable refers. A crash has left them, or they could not be deleted. Call this before the
   * first stage.
   *
   * @param referenced The files to which variables refer.
   * @returns The numbers of the orphans.
   */
  async findOrphans(referenced: ReadonlySet<number>): Promise<readonly number[]> {
    const names = await readdir(this.#store.layout.contents);
    return names.map((name) => Number.parseInt(name, 36)).filter((file) => !referenced.has(file));
  }

  /** Deletes orphans, while the store is used. It stops when the store closes. */
  async sweep(orphans: readonly number[]): Promise<void> {
    for (const file of orphans) {
      if (this.#store.isClosed) return;
      await this.#remove(file);
    }
  }

  #fileStage(file: number, size: number, sum: number): FileStage {
    return new FileStage({ file, size, sum }, this.pathOf(file), () => this.discard(file));
  }

  async #remove(file: number): Promise<void> {
    if (this.#keepers > 0) {
      this.#kept.push(file);
      return;
    }
    // If a file cannot be deleted, it is an orphan for the next opening.
    const removing = this.#slowTasks.run(() => rm(this.pathOf(file), { force: true }));
    await removing.catch(() => undefined);
  }
}
