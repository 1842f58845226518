import type { StagedContent } from "../../core/storage/storage.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { readBlocks } from "./_read_blocks.ts";

/** A stage of `MemoryStorage`: blocks, until it is used up or discarded. */
export class MemoryStage implements StagedContent {
  readonly size: number;
  /** Throws if the storage was closed. */
  readonly #checkOpen: () => void;
  #blocks: readonly Uint8Array[] | undefined;

  constructor(size: number, blocks: readonly Uint8Array[], checkOpen: () => void) {
    this.size = size;
    this.#blocks = blocks;
    this.#checkOpen = checkOpen;
  }

  /** The blocks, while there are any. */
  blocks(): readonly Uint8Array[] {
    this.#checkOpen();
    if (this.#blocks === undefined) {
      throw new StorageError("gone", "Cannot use the stage: it was used up or discarded");
    }
    return this.#blocks;
  }

  /** Whether this is a stage of the storage that owns `checkOpen`. */
  belongsTo(checkOpen: () => void): boolean {
    return this.#checkOpen === checkOpen;
  }

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* readBlocks(this.blocks(), 0, this.size, () => this.blocks());
  }

  async discard(): Promise<void> {
    this.#blocks = undefined;
  }

  /** The blocks now belong to a variable. */
  useUp(): void {
    this.#blocks = undefined;
  }
}
