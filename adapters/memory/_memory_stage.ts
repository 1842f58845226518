import type { DriverStage } from "../../core/storage/storage_driver.ts";
import { readBlocks } from "./_read_blocks.ts";

/** A stage in memory. A variable may take over its blocks. */
export class MemoryStage implements DriverStage {
  readonly size: number;
  #blocks: readonly Uint8Array[];

  constructor(size: number, blocks: readonly Uint8Array[]) {
    this.size = size;
    this.#blocks = blocks;
  }

  get blocks(): readonly Uint8Array[] {
    return this.#blocks;
  }

  read(): AsyncIterable<Uint8Array> {
    return readBlocks(this.#blocks, 0, this.size);
  }

  discard(): void {
    this.#blocks = [];
  }
}
