import type { DriverStage } from "../../../core/storage/storage_driver.ts";
import { CHUNK_BYTES } from "../tables/_chunk_rows.ts";
import type { ContentParts } from "./_content_parts.ts";
import { readContent } from "./_read_content.ts";

/** A stage of `PostgresStorage`: bytes in memory if a variable's row can carry them, else the number of a content. */
export class PostgresStage implements DriverStage {
  readonly size: number;
  readonly bytes: Uint8Array | number;
  readonly #parts: ContentParts;

  constructor(parts: ContentParts, bytes: Uint8Array | number, size: number) {
    this.#parts = parts;
    this.bytes = bytes;
    this.size = size;
  }

  /** Number of the content's rows. */
  get rows(): number {
    return Math.ceil(this.size / CHUNK_BYTES);
  }

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    const { bytes, size } = this;
    if (typeof bytes === "number")
      yield* readContent(this.#parts, { content: bytes, size }, 0, size);
    else if (size > 0) yield bytes;
  }

  async discard(): Promise<void> {
    if (typeof this.bytes === "number") await this.#parts.leases.discardStage(this.bytes);
  }

  /** Ends the stage after a variable has begun to refer to its content. */
  usedUp(): void {
    if (typeof this.bytes === "number") this.#parts.leases.endStage(this.bytes);
  }
}
