import type { DriverStage } from "../../core/storage/storage_driver.ts";
import { type ContentSource, readContent } from "./_read_content.ts";

/** Staged bytes: in memory if a record can carry them, else in rows. */
export type StagedBytes = Uint8Array | ContentSource;

/** A stage of `SqliteStorage`. */
export class SqliteStage implements DriverStage {
  readonly size: number;
  readonly bytes: StagedBytes;
  readonly #abandon: (content: number) => void;

  /** @param abandon Has an orphaned content deleted once nobody reads it. */
  constructor(bytes: StagedBytes, abandon: (content: number) => void) {
    this.size = bytes instanceof Uint8Array ? bytes.length : bytes.size;
    this.bytes = bytes;
    this.#abandon = abandon;
  }

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    if (!(this.bytes instanceof Uint8Array)) yield* readContent(this.bytes, 0, this.size);
    else if (this.size > 0) yield this.bytes;
  }

  discard(): void {
    if (!(this.bytes instanceof Uint8Array)) this.#abandon(this.bytes.content);
  }
}
