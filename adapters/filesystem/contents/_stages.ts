import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { StageWriter } from "../../../core/storage/storage_driver.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { Store } from "../disk/_store.ts";
import { TaskLimit } from "../disk/_task_limit.ts";
import { ContentSums, footerSum } from "./_content_sums.ts";
import { Stage } from "./_stage.ts";
import { StageWriter as StageFile } from "./_stage_writer.ts";

/** Syncs of contents that run at once. Node has four threads for files, and the logs need some of them too. */
const MAX_SYNCS = 2;

const GIVEN_UP = new StorageError("gone", "Cannot write the stage: it was given up");

/** Writes contents out of sight. */
export class Stages {
  readonly #store: Store;
  readonly #syncs = new TaskLimit(MAX_SYNCS);

  constructor(store: Store) {
    this.#store = store;
  }

  /** Begins a stage. When it is finished, its bytes are on the disk, or in memory if they are few. */
  begin(): StageWriter<Stage> {
    const id = this.#store.nextId();
    const file = this.#file(id);
    return {
      write: (chunk) => file.write(chunk),
      finish: async () => {
        const staged = await file.finish();
        return new Stage(this.#store, id, file.size, staged);
      },
      abort: () => file.abort(GIVEN_UP),
    };
  }

  /** Copies bytes that are too many for the log. The stage must not be used before `ready` has resolved. */
  stageBytes(bytes: Uint8Array): { stage: Stage; ready: Promise<void> } {
    const id = this.#store.nextId();
    const file = this.#file(id);
    const copy = bytes.slice();
    const ready = writeAll(file, copy);
    // Who made the stage awaits it later, or never if something else fails first.
    ready.catch(() => undefined);
    // Its record is made before the file is.
    const sums = new ContentSums();
    sums.add(copy);
    const sum = footerSum(sums.finish());
    return { stage: new Stage(this.#store, id, copy.byteLength, { sum }), ready };
  }

  /** Deletes all that was staged and not used. Only when nothing is written any more. */
  async removeAll(): Promise<void> {
    const { stage } = this.#store.layout;
    for (const file of await readdir(stage)) await rm(join(stage, file), { force: true });
  }

  #file(id: string): StageFile {
    const requireRoom = (bytes: number) => this.#store.requireRoom("contents", bytes);
    return new StageFile(this.#store.stagePath(id), this.#syncs, requireRoom);
  }
}

async function writeAll(file: StageFile, bytes: Uint8Array): Promise<void> {
  try {
    await file.write(bytes);
    await file.finish();
  } catch (error) {
    await file.abort(GIVEN_UP);
    throw error;
  }
}
