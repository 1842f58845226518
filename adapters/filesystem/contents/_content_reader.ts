import { checkRange } from "../../../core/storage/check_range.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { openFile, readAt } from "../disk/_file_io.ts";
import { SharedFile } from "../disk/_shared_file.ts";
import { toStorageError } from "../disk/_to_storage_error.ts";

/** Bytes of one read. */
const CHUNK_BYTES = 262_144;

/**
 * Reads a content file. It stays open, so its bytes can be read until `close`, whatever happens to its name. The chunks
 * are the consumer's to keep.
 */
export class ContentReader {
  readonly #file: SharedFile;
  readonly #size: number;
  /** Why it cannot be read any more. */
  #ended: StorageError | undefined;

  private constructor(file: SharedFile, size: number) {
    this.#file = file;
    this.#size = size;
  }

  /** Opens a content file of a known size. Throws what the system reports. */
  static async open(path: string, size: number): Promise<ContentReader> {
    return new ContentReader(new SharedFile(await openFile(path, "r")), size);
  }

  /**
   * Reads bytes `start` (inclusive) to `end` (exclusive).
   *
   * @throws {RangeError} If there are no such bytes.
   * @throws {StorageError} "corrupt" if the file ends early; why it was closed, if it was.
   */
  async *read(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    checkRange(start, end, this.#size);
    this.#check();
    for (let position = start; position < end; ) {
      const chunk = await this.#readChunk(position, Math.min(CHUNK_BYTES, end - position));
      this.#check();
      yield chunk;
      this.#check();
      position += chunk.byteLength;
    }
  }

  /** Ends all reads with `reason`. */
  async close(reason: StorageError): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    await this.#file.release();
  }

  #check(): void {
    if (this.#ended !== undefined) throw this.#ended;
  }

  async #readChunk(position: number, count: number): Promise<Uint8Array> {
    const chunk = new Uint8Array(Buffer.allocUnsafeSlow(count).buffer);
    let found: number;
    try {
      found = await this.#file.use((fd) => readAt(fd, chunk, position));
    } catch (error) {
      throw toStorageError(error, "read the content");
    }
    if (found === count) return chunk;
    throw new StorageError(
      "corrupt",
      `Cannot read the content: its file ends at byte ${position + found} of ${this.#size}`,
    );
  }
}
