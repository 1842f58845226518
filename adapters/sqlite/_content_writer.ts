import { INLINE_BYTES } from "../../core/storage/storage.ts";
import { CHUNK_BYTES, type ContentTable } from "./_content_table.ts";
import type { StagedBytes } from "./_sqlite_stage.ts";
import type { WriteTurns } from "./_write_turns.ts";

/** The buffer grows by this factor, so that a small content takes little memory. */
const GROWTH = 4;

/**
 * Writes the bytes of one content. It collects them in one buffer and writes a row when the buffer is full, so any size takes the
 * same memory.
 */
export class ContentWriter {
  readonly #contents: ContentTable;
  readonly #turns: WriteTurns;
  #buffer = new Uint8Array(INLINE_BYTES);
  #filled = 0;
  #rows = 0;
  #size = 0;
  #content: number | undefined;

  constructor(contents: ContentTable, turns: WriteTurns) {
    this.#contents = contents;
    this.#turns = turns;
  }

  /** Number of the content, which is an orphan; `undefined` if no row was written yet. */
  get content(): number | undefined {
    return this.#content;
  }

  /** Copies a chunk. The caller may change it when the promise has resolved. */
  async write(chunk: Uint8Array): Promise<void> {
    for (let offset = 0; offset < chunk.length; ) {
      if (this.#filled === this.#buffer.length) await this.#makeRoom();
      const part = chunk.subarray(offset, offset + this.#buffer.length - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      offset += part.length;
    }
    this.#size += chunk.length;
  }

  /** Writes the last row. Returns the bytes themselves if a record can carry them, else the content. */
  async finish(): Promise<StagedBytes> {
    if (this.#size <= INLINE_BYTES) return this.#buffer.slice(0, this.#filled);
    const content = await this.#writeRow();
    return { contents: this.#contents, content, size: this.#size };
  }

  async #makeRoom(): Promise<void> {
    if (this.#buffer.length === CHUNK_BYTES) {
      await this.#writeRow();
      return;
    }
    const grown = new Uint8Array(Math.min(GROWTH * this.#buffer.length, CHUNK_BYTES));
    grown.set(this.#buffer);
    this.#buffer = grown;
  }

  async #writeRow(): Promise<number> {
    this.#content ??= this.#contents.newId();
    const content = this.#content;
    const index = this.#rows++;
    const bytes = this.#buffer.subarray(0, this.#filled);
    await this.#turns.writeRow(() => {
      if (index === 0) this.#contents.orphan(content);
      this.#contents.insert(content, index, bytes);
    });
    this.#filled = 0;
    return content;
  }
}
