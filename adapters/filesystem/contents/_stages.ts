import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { Store } from "../disk/_store.ts";
import { TaskLimit } from "../disk/_task_limit.ts";
import { ContentSums, footerSum } from "./_content_sums.ts";
import { Stage } from "./_stage.ts";
import { StageWriter } from "./_stage_writer.ts";

/** Syncs of contents that run at once. Node has four threads for files, and the logs need some of them too. */
const MAX_SYNCS = 2;

/** Writes contents out of sight. */
export class Stages {
  readonly #store: Store;
  readonly #syncs = new TaskLimit(MAX_SYNCS);
  /** What ends each stage that is being written. */
  readonly #running = new Set<(reason: StorageError) => void>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Writes the bytes of `source` and waits until they are on the disk, or in memory if they are few. */
  stage(source: AsyncIterable<Uint8Array>): Promise<Stage> {
    // The source may never yield again; an end does not wait for it.
    return new Promise((resolve, reject) => {
      const id = this.#store.nextId();
      const writer = new StageWriter(this.#store.stagePath(id), this.#syncs);
      const chunks = source[Symbol.asyncIterator]();
      const end = (reason: StorageError) => {
        reject(reason);
        writer.abort(reason).catch(() => undefined);
        chunks.return?.().catch(() => undefined);
      };
      this.#running.add(end);
      this.#write(id, writer, { [Symbol.asyncIterator]: () => chunks })
        .then(resolve, reject)
        .finally(() => this.#running.delete(end));
    });
  }

  /** Copies bytes that are too many for the log. The stage must not be used before `ready` has resolved. */
  stageBytes(bytes: Uint8Array): { stage: Stage; ready: Promise<void> } {
    const id = this.#store.nextId();
    const copy = bytes.slice();
    const source = async function* () {
      yield copy;
    };
    const writer = new StageWriter(this.#store.stagePath(id), this.#syncs);
    const ready = this.#write(id, writer, source()).then(() => undefined);
    // Who made the stage awaits it later, or never if something else fails first.
    ready.catch(() => undefined);
    // Its record is made before the file is.
    const sums = new ContentSums();
    sums.add(copy);
    const sum = footerSum(sums.finish());
    return { stage: new Stage(this.#store, id, copy.byteLength, { sum }), ready };
  }

  /** Ends all stages that are being written. */
  end(reason: StorageError): void {
    for (const end of this.#running) end(reason);
  }

  /** Deletes all that was staged and not used. Only when nothing is written any more. */
  async removeAll(): Promise<void> {
    const { stage } = this.#store.layout;
    for (const file of await readdir(stage)) await rm(join(stage, file), { force: true });
  }

  async #write(id: string, writer: StageWriter, source: AsyncIterable<Uint8Array>): Promise<Stage> {
    try {
      for await (const chunk of source) await writer.write(chunk);
      const staged = await writer.finish();
      return new Stage(this.#store, id, writer.size, staged);
    } catch (error) {
      await writer.abort(new StorageError("gone", "Cannot write the stage: its source has failed"));
      throw error;
    }
  }
}
