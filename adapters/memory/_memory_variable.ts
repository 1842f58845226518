import { checkRange } from "../../core/storage/check_range.ts";
import type { OpenVariable, VariableRecord } from "../../core/storage/storage.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { readBlocks } from "./_read_blocks.ts";

/** An open version of `MemoryStorage`. It holds the blocks itself, so nothing that is written meanwhile touches it. */
export class MemoryVariable implements OpenVariable {
  readonly record: VariableRecord;
  /** Throws if the storage was closed. */
  readonly #checkOpen: () => void;
  #blocks: readonly Uint8Array[] | undefined;

  constructor(record: VariableRecord, blocks: readonly Uint8Array[], checkOpen: () => void) {
    this.record = record;
    this.#blocks = blocks;
    this.#checkOpen = checkOpen;
  }

  async *read(
    start = 0,
    end: number = this.record.size,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    checkRange(start, end, this.record.size);
    yield* readBlocks(this.#readable(), start, end, () => this.#readable());
  }

  async close(): Promise<void> {
    this.#blocks = undefined;
  }

  #readable(): readonly Uint8Array[] {
    this.#checkOpen();
    if (this.#blocks === undefined) {
      throw new StorageError("closed", `Cannot read variable '${this.record.name}': it was closed`);
    }
    return this.#blocks;
  }
}
