import { checkRange } from "../../core/storage/check_range.ts";
import type { VariableRecord } from "../../core/storage/storage.ts";
import type { DriverVariable } from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import type { ContentHolds } from "./_content_holds.ts";
import type { ContentTable } from "./_content_table.ts";
import { readContent } from "./_read_content.ts";
import type { VariableRow } from "./_variable_row.ts";

/** The members of a store that an open variable needs. */
export interface VariableOwner {
  readonly contents: ContentTable;
  readonly holds: ContentHolds;
  /** Throws if the storage was closed. */
  checkOpen(): void;
}

/**
 * An open version of `SqliteStorage`. It holds its content, so that the rows stay until `close`, even if the variable is
 * replaced.
 */
export class SqliteVariable implements DriverVariable {
  readonly record: VariableRecord;
  readonly #owner: VariableOwner;
  readonly #content: number | undefined;
  #closed = false;

  constructor(owner: VariableOwner, { record, content }: VariableRow) {
    this.record = record;
    this.#owner = owner;
    this.#content = content;
    if (content !== undefined) owner.holds.hold(content);
  }

  async *read(
    start = 0,
    end: number = this.record.size,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const { size, inline } = this.record;
    this.#check();
    checkRange(start, end, size);
    if (this.#content !== undefined) {
      const source = { contents: this.#owner.contents, content: this.#content, size };
      yield* readContent(source, start, end, () => this.#check());
    } else if (inline !== undefined && start < end) yield inline.subarray(start, end);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#content !== undefined) this.#owner.holds.release(this.#content);
  }

  #check(): void {
    this.#owner.checkOpen();
    if (this.#closed) {
      throw new StorageError("closed", `Cannot read variable '${this.record.name}': it was closed`);
    }
  }
}
