import type { VariableRecord } from "../../core/storage/storage.ts";
import type { DriverVariable } from "../../core/storage/storage_driver.ts";
import { readBlocks } from "./_read_blocks.ts";

/** An open version in memory. It holds its blocks, which later writes do not change. */
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

  /** Does nothing: the blocks are freed with this object. */
  close(): void {}
}
