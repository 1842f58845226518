import { rm } from "node:fs/promises";
import type { StorageError } from "../../core/storage/storage_error.ts";
import { openFile, syncData, writeAt } from "./_file_io.ts";
import { MAX_BODY_BYTES } from "./_log_record.ts";
import { SharedFile } from "./_shared_file.ts";
import type { TaskLimit } from "./_task_limit.ts";
import { toStorageError } from "./_to_storage_error.ts";

/** Bytes of one write. There are two such blocks for each stage: one is filled while the other is written. */
const BLOCK_BYTES = 262_144;

/** Collects chunks that are valid only for a moment: in memory at first, in a file when they get too many for the log. */
export class StageWriter {
  readonly #path: string;
  readonly #syncs: TaskLimit;
  #file: SharedFile | undefined;
  #block: Uint8Array = Buffer.allocUnsafeSlow(MAX_BODY_BYTES);
  #spare: Uint8Array | undefined;
  #filled = 0;
  /** Bytes that were handed to the system. */
  #written = 0;
  #writing: Promise<void> = Promise.resolve();
  #aborted: StorageError | undefined;

  /**
   * @param path Where the file is made, if there has to be one.
   * @param syncs Limits how many files are synced at once.
   */
  constructor(path: string, syncs: TaskLimit) {
    this.#path = path;
    this.#syncs = syncs;
  }

  /** Bytes so far. */
  get size(): number {
    return this.#written + this.#filled;
  }

  /** Copies a chunk. Waits only while both blocks are full. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#check();
    for (let offset = 0; offset < chunk.byteLength; ) {
      if (this.#filled === this.#block.byteLength) await this.#flush();
      const count = Math.min(chunk.byteLength - offset, this.#block.byteLength - this.#filled);
      this.#block.set(chunk.subarray(offset, offset + count), this.#filled);
      this.#filled += count;
      offset += count;
    }
  }

  /**
   * Ends the writing. A file and its bytes are on the disk when this resolves.
   *
   * @returns The bytes, if there is no file.
   */
  async finish(): Promise<Uint8Array | undefined> {
    this.#check();
    if (this.#file === undefined && this.#written === 0 && this.#filled <= MAX_BODY_BYTES) {
      return new Uint8Array(this.#block.subarray(0, this.#filled));
    }
    await this.#flush();
    await this.#writing;
    const file = this.#file;
    if (file === undefined) return undefined;
    try {
      await this.#syncs.run(() => file.use(syncData));
    } catch (error) {
      throw toStorageError(error, "sync a stage");
    }
    this.#check();
    this.#file = undefined;
    await file.release();
    return undefined;
  }

  /** Gives the file up and deletes it. What is under way, or comes next, rejects with `reason`. */
  async abort(reason: StorageError): Promise<void> {
    if (this.#aborted !== undefined) return;
    this.#aborted = reason;
    await this.#file?.release();
    await rm(this.#path, { force: true });
  }

  /** Hands the block to the system as soon as the one before is written. */
  async #flush(): Promise<void> {
    await this.#writing;
    const file = await this.#open();
    const full = this.#block.subarray(0, this.#filled);
    const position = this.#written;
    this.#writing = file
      .use((fd) => writeAt(fd, full, position))
      .catch((error) => {
        throw toStorageError(error, "write a stage");
      });
    // It is awaited before the next write; until then its failure is no unhandled one.
    this.#writing.catch(() => undefined);
    this.#written += this.#filled;
    this.#filled = 0;
    const next = this.#spare ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
    if (this.#block.byteLength === BLOCK_BYTES) this.#spare = this.#block;
    this.#block = next;
  }

  async #open(): Promise<SharedFile> {
    this.#check();
    if (this.#file !== undefined) return this.#file;
    let fd: number;
    try {
      fd = await openFile(this.#path, "wx");
    } catch (error) {
      throw toStorageError(error, "create a stage");
    }
    const file = new SharedFile(fd);
    if (this.#aborted !== undefined) {
      await file.release();
      await rm(this.#path, { force: true });
      throw this.#aborted;
    }
    this.#file = file;
    return file;
  }

  #check(): void {
    if (this.#aborted !== undefined) throw this.#aborted;
  }
}
