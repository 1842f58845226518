import type { VariableRecord } from "../../../core/storage/storage.ts";
import type { DriverVariable } from "../../../core/storage/storage_driver.ts";
import type { ContentParts } from "../contents/_content_parts.ts";
import { readContent } from "../contents/_read_content.ts";
import type { VariableRow } from "../tables/_variable_rows.ts";

/** An open version of `PostgresStorage`. This process keeps its content until `close`, even if the variable is replaced. */
export class PostgresVariable implements DriverVariable {
  readonly record: VariableRecord;
  readonly #parts: ContentParts;
  readonly #content: number | undefined;
  readonly #isWanted: () => Promise<boolean>;

  /** @param isWanted Whether the variable still refers to the content. */
  constructor(
    parts: ContentParts,
    { record, content }: VariableRow,
    isWanted: () => Promise<boolean>,
  ) {
    this.record = record;
    this.#parts = parts;
    this.#content = content;
    this.#isWanted = isWanted;
    if (content !== undefined) parts.leases.addReader(content);
  }

  async *read(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    const { size, inline } = this.record;
    if (this.#content !== undefined) {
      const source = { content: this.#content, size, isWanted: this.#isWanted };
      yield* readContent(this.#parts, source, start, end);
    } else if (inline !== undefined && start < end) yield inline.subarray(start, end);
  }

  close(): void {
    if (this.#content !== undefined) this.#parts.leases.endReader(this.#content);
  }
}
