import type { ContentParts } from "../../../adapters/postgres/contents/_content_parts.ts";
import { WindowRows } from "../../../adapters/postgres/contents/_window_rows.ts";
import {
  type ChunkRow,
  ROW_HEADER_BYTES,
  sumOf,
} from "../../../adapters/postgres/tables/_chunk_rows.ts";

/** The contents of a store, without a database. It notes what is done with them. */
export class FakeContents implements ContentParts {
  /** The rows of each content, by its number. */
  readonly rows: Map<number, ChunkRow[]> = new Map();
  /** The rows of each window that was read, as `first-end`. */
  readonly reads: string[] = [];
  /** The number of rows of each window that was written, or is being written. */
  readonly writes: number[] = [];
  /** The memory in which rows came to be written. */
  readonly buffers: Set<ArrayBufferLike> = new Set();
  /** What was asked of the leases. */
  readonly leaseCalls: string[] = [];
  readonly windowRows: WindowRows = new WindowRows();
  /** Called before each window is written: it may wait, or throw. */
  beforeWrite: () => Promise<void> = async () => {};

  readonly contents: ContentParts["contents"] = {
    read: async (content, first, end) => {
      this.reads.push(`${first}-${end}`);
      const rows = this.rows.get(content) ?? [];
      return rows.filter(({ index }) => index >= first && index < end);
    },
    write: async (given, first, rows) => {
      this.writes.push(rows.length);
      for (const { buffer } of rows) this.buffers.add(buffer);
      await this.beforeWrite();
      const content = given ?? this.rows.size + 1;
      const kept = this.rows.get(content) ?? [];
      this.rows.set(content, kept);
      for (const [i, row] of rows.entries()) {
        const bytes = new Uint8Array(row.subarray(ROW_HEADER_BYTES));
        kept.push({ index: first + i, sum: sumOf(bytes), pieces: [bytes] });
      }
      return content;
    },
  };

  readonly leases: ContentParts["leases"] = {
    addStage: (content) => this.#note("addStage", content),
    endStage: (content) => this.#note("endStage", content),
    discardStage: async (content) => this.#note("discardStage", content),
    addReader: (content) => this.#note("addReader", content),
    endReader: (content) => this.#note("endReader", content),
  };

  #note(call: string, content: number): void {
    this.leaseCalls.push(`${call} ${content}`);
  }
}
