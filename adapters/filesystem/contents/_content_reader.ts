import { checkRange } from "../../../core/storage/check_range.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { openFile, readAt } from "../disk/_file_io.ts";
import { SharedFile } from "../disk/_shared_file.ts";
import { toStorageError } from "../disk/_to_storage_error.ts";
import { BLOCK_BYTES, damagedBlock, footerBytes, footerSum } from "./_content_sums.ts";

/** At most so many blocks are read at once. */
const BLOCKS_PER_READ = 4;

/**
 * Reads a content file. The file stays open, so its bytes can be read until `close`, even if it is deleted meanwhile. The consumer
 * may keep the chunks.
 */
export class ContentReader {
  readonly #file: SharedFile;
  readonly #size: number;
  readonly #sum: number;
  /** Read when it is first needed. */
  #footer: Promise<Buffer> | undefined;
  /** Why nothing can be read any more, if that is so. */
  #ended: StorageError | undefined;

  private constructor(file: SharedFile, size: number, sum: number) {
    this.#file = file;
    this.#size = size;
    this.#sum = sum;
  }

  /**
   * Opens a content file. Throws what the system reports.
   *
   * @param size Length of the content.
   * @param sum CRC-32 of its footer.
   */
  static async open(path: string, size: number, sum: number): Promise<ContentReader> {
    return new ContentReader(new SharedFile(await openFile(path, "r")), size, sum);
  }

  /**
   * Reads bytes `start` (inclusive) to `end` (exclusive). No byte is given before its block was checked.
   *
   * @throws {RangeError} If there are no such bytes.
   * @throws {StorageError} "corrupt" if the file is damaged or ends early; the reason that `close` got, if it was called.
   */
  async *read(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    checkRange(start, end, this.#size);
    this.#check();
    for (let position = start; position < end; ) {
      const block = Math.floor(position / BLOCK_BYTES);
      const first = block * BLOCK_BYTES;
      const bytes = await this.#readBlocks(block, end);
      this.#check();
      yield bytes.subarray(position - first, end - first);
      this.#check();
      position = first + bytes.byteLength;
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

  /** Reads some whole blocks from `block` on. The last of them is at most the one with the byte before `end`. */
  async #readBlocks(block: number, end: number): Promise<Uint8Array> {
    const first = block * BLOCK_BYTES;
    const blocks = Math.min(Math.ceil((end - first) / BLOCK_BYTES), BLOCKS_PER_READ);
    const count = Math.min(blocks * BLOCK_BYTES, this.#size - first);
    // The footer and the blocks are read at once: one after the other takes twice as long for a content of few blocks.
    const footer = this.#loadFooter();
    const bytes = await this.#readUpTo(first, count);
    if (bytes.byteLength < count) {
      throw damaged(`its file ends at byte ${first + bytes.byteLength} of ${this.#size}`);
    }
    const wrong = damagedBlock(await footer, block, bytes);
    if (wrong === undefined) return bytes;
    throw damaged(`the block of 64 KiB at byte ${wrong * BLOCK_BYTES} is not what was written`);
  }

  #loadFooter(): Promise<Buffer> {
    if (this.#footer !== undefined) return this.#footer;
    this.#footer = this.#readFooter();
    // If the read of a block fails first, nobody awaits the footer, and its failure must not end the process.
    this.#footer.catch(() => undefined);
    return this.#footer;
  }

  async #readFooter(): Promise<Buffer> {
    const footer = await this.#readUpTo(this.#size, footerBytes(this.#size));
    if (footerSum(footer) === this.#sum) return Buffer.from(footer.buffer, 0, footer.byteLength);
    throw damaged("the checksums behind it are not what was written");
  }

  /** Reads `count` bytes, or fewer if the file ends. */
  async #readUpTo(position: number, count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(count).buffer);
    try {
      return bytes.subarray(0, await this.#file.use((fd) => readAt(fd, bytes, position)));
    } catch (error) {
      throw toStorageError(error, "read the content");
    }
  }
}

function damaged(how: string): StorageError {
  return new StorageError("corrupt", `Cannot read the content: ${how}`);
}
