import { INLINE_BYTES } from "../../../core/storage/storage.ts";
import type { StageWriter } from "../../../core/storage/storage_driver.ts";
import { CHUNK_BYTES, ROW_HEADER_BYTES } from "../tables/_chunk_rows.ts";
import type { ContentParts } from "./_content_parts.ts";
import { PostgresStage } from "./_postgres_stage.ts";

/** The first buffer grows by this factor, so that a small content takes little memory. */
const GROWTH = 4;

/**
 * Writes the bytes of one stage. It gathers a window of rows, and sends it in the background while it gathers the next one. So a slow
 * client holds no connection, and any size takes the same memory. Beside many others a window is one row, which is used again and again.
 */
export class ContentWriter implements StageWriter<PostgresStage> {
  readonly #parts: ContentParts;
  /** Rows that are full. */
  #rows: Buffer[] = [];
  /** The row that is being filled, behind room for its header. */
  #row: Buffer = Buffer.allocUnsafeSlow(ROW_HEADER_BYTES + INLINE_BYTES);
  #filled: number = ROW_HEADER_BYTES;
  /** Rows that were sent, and can be filled again. */
  readonly #spare: Buffer[] = [];
  #sentRows = 0;
  #size = 0;
  #content: number | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(parts: ContentParts) {
    this.#parts = parts;
    parts.windowRows.enter();
  }

  write(chunk: Uint8Array): Promise<void> | undefined {
    return this.#size + chunk.length <= INLINE_BYTES ? this.#append(chunk) : this.#writeAll(chunk);
  }

  async finish(): Promise<PostgresStage> {
    if (this.#size <= INLINE_BYTES) {
      this.#parts.windowRows.leave();
      return new PostgresStage(
        this.#parts,
        new Uint8Array(this.#row.subarray(ROW_HEADER_BYTES, this.#filled)),
        this.#size,
      );
    }
    if (this.#filled > ROW_HEADER_BYTES) this.#rows.push(this.#row.subarray(0, this.#filled));
    await this.#send();
    await this.#sending;
    const content = this.#content;
    if (content === undefined) throw new Error("The window has no content");
    this.#parts.windowRows.leave();
    return new PostgresStage(this.#parts, content, this.#size);
  }

  async abort(): Promise<void> {
    this.#parts.windowRows.leave();
    await this.#sending.catch(() => {});
    if (this.#content !== undefined) await this.#parts.leases.discardStage(this.#content);
  }

  #append(chunk: Uint8Array): undefined {
    this.#row.set(chunk, this.#filled);
    this.#filled += chunk.length;
    this.#size += chunk.length;
  }

  async #writeAll(chunk: Uint8Array): Promise<void> {
    for (let offset = 0; offset < chunk.length; ) {
      if (this.#filled === this.#row.length) await this.#makeRoom();
      const room = this.#row.length - this.#filled;
      const part = chunk.subarray(offset, offset + room);
      this.#append(part);
      offset += part.length;
    }
  }

  async #makeRoom(): Promise<void> {
    const full = ROW_HEADER_BYTES + CHUNK_BYTES;
    if (this.#row.length < full) {
      const larger = Math.min(
        ROW_HEADER_BYTES + GROWTH * (this.#row.length - ROW_HEADER_BYTES),
        full,
      );
      const grown = Buffer.allocUnsafeSlow(larger);
      grown.set(this.#row);
      this.#row = grown;
      return;
    }
    this.#rows.push(this.#row);
    const { max } = this.#parts.windowRows;
    if (this.#rows.length >= max) await this.#send();
    // Beside so many others, a second row for each would take more memory than all windows may. They use the connections meanwhile.
    if (max === 1) await this.#sending;
    this.#row = this.#spare.pop() ?? Buffer.allocUnsafeSlow(full);
    this.#filled = ROW_HEADER_BYTES;
  }

  /** Sends the full rows, after the window before. Resolves when they are being sent. */
  async #send(): Promise<void> {
    await this.#sending;
    const rows = this.#rows;
    const first = this.#sentRows;
    this.#rows = [];
    this.#sentRows += rows.length;
    this.#sending = this.#sendWindow(first, rows);
    // The next window, or the end, gets the error.
    this.#sending.catch(() => {});
  }

  async #sendWindow(first: number, rows: Buffer[]): Promise<void> {
    const { contents, leases } = this.#parts;
    const isNew = this.#content === undefined;
    this.#content = await contents.write(this.#content, first, rows);
    if (isNew) leases.addStage(this.#content);
    this.#spare.push(...rows.slice(0, this.#parts.windowRows.max));
  }
}
