import type { VariableRecord } from "../../core/storage/storage.ts";
import type { DriverVariable } from "../../core/storage/storage_driver.ts";
import type { ContentHolds } from "./_content_holds.ts";
import type { ContentTable } from "./_content_table.ts";
import { readContent } from "./_read_content.ts";
import type { VariableRow } from "./_variable_row.ts";

/** The members of a store that an open variable needs. */
export interface VariableOwner {
  readonly contents: ContentTable;
  readonly holds: ContentHolds;
}

/**
 * An open version of `SqliteStorage`. It holds its content, so that the rows stay until `close`, even if the variable is
 * replaced.
 */
export class SqliteVariable implements DriverVariable {
  readonly record: VariableRecord;
  readonly #owner: VariableOwner;
  readonly #content: number | undefined;

  constructor(owner: VariableOwner, { record, content }: VariableRow) {
    this.record = record;
    this.#owner = owner;
    this.#content = content;
    if (content !== undefined) owner.holds.hold(content);
  }

  async *read(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    const { size, inline } = this.record;
    if (this.#content !== undefined) {
      const { contents } = this.#owner;
      yield* readContent({ contents, content: this.#content, size }, start, end);
    } else if (inline !== undefined && start < end) yield inline.subarray(start, end);
  }

  close(): void {
    if (this.#content !== undefined) this.#owner.holds.release(this.#content);
  }
}
