import type { VariableRecord } from "../../core/storage/storage.ts";
import type { DriverVariable } from "../../core/storage/storage_driver.ts";
import { readBlocks } from "./_read_blocks.ts";

/** An open version in memory. It holds the blocks itself, so nothing that is written meanwhile touches it. */
export class MemoryVariable implements DriverVariable {
  readonly record: VariableRecord;
  readonly #blocks: readonly Uint8Array[];

  constructor(record: VariableRecord, blocks: readonly Uint8Array[]) {
    this.record = record;
    this.#blocks = blocks;
  }

  read(start: number, end: number): AsyncIterable<Uint8Array> {
    return readBlocks(this.#blocks, start, end);
  }

  /** Whoever closes it forgets it, and its blocks go with it. */
  close(): void {}
}
