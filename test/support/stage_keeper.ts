import { MemoryStorage } from "../../adapters/memory.ts";
import type { StagedContent } from "../../core/storage/storage.ts";
import { StorageError } from "../../core/storage/storage_error.ts";

/** A storage in memory that knows which stages are neither used up nor discarded. */
export class StageKeeper extends MemoryStorage {
  readonly #stages: StagedContent[] = [];

  /** Number of stages that were made. */
  get count(): number {
    return this.#stages.length;
  }

  override async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    const stage = await super.stage(source);
    this.#stages.push(stage);
    return stage;
  }

  /** Number of stages that are left. */
  async left(): Promise<number> {
    let left = 0;
    for (const stage of this.#stages) {
      if (!(await isGone(stage))) left++;
    }
    return left;
  }
}

async function isGone(stage: StagedContent): Promise<boolean> {
  try {
    for await (const _ of stage.read()) break;
    return false;
  } catch (error) {
    if (error instanceof StorageError && error.code === "gone") return true;
    throw error;
  }
}
