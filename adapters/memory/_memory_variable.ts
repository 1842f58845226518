import { checkRange } from "../../core/storage/check_range.ts";
import type { OpenVariable, VariableRecord } from "../../core/storage/storage.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { readBlocks } from "./_read_blocks.ts";
import { PooledBytes } from "./_value_pool.ts";

/** One version: its record, and its bytes in blocks of their own or, if they are few, in the pool of the instance. */
export interface MemoryVersion {
  /** Without the bytes if they are in the pool. */
  readonly record: VariableRecord;
  readonly content: readonly Uint8Array[] | PooledBytes;
}

/** The whole record of a version. */
export function recordOf({ record, content }: MemoryVersion): VariableRecord {
  if (!(content instanceof PooledBytes)) return record;
  const { name, type, valueInfo, isNull, size, version, updatedAt } = record;
  return { name, type, valueInfo, isNull, size, version, updatedAt, inline: content.view() };
}

/** An open version of `MemoryStorage`. It holds the blocks itself, so nothing that is written meanwhile touches it. */
export class MemoryVariable implements OpenVariable {
  readonly record: VariableRecord;
  /** Throws if the storage was closed. */
  readonly #checkOpen: () => void;
  #blocks: readonly Uint8Array[] | undefined;

  constructor(version: MemoryVersion, checkOpen: () => void) {
    const { content } = version;
    this.record = recordOf(version);
    this.#blocks = content instanceof PooledBytes ? [content.view()] : content;
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
