import type { StorageError } from "../../../core/storage/storage_error.ts";
import { closeFile, openFile, syncData, writeAt } from "../disk/_file_io.ts";
import { SharedFile } from "../disk/_shared_file.ts";
import type { TaskLimit } from "../disk/_task_limit.ts";
import { toStorageError } from "../disk/_to_storage_error.ts";
import { ContentSums, footerSum } from "./_content_sums.ts";
import { MAX_BODY_BYTES } from "./_max_body_bytes.ts";

/** Bytes of one write. A stage has two buffers of this length: one is filled while the other is written. */
const WRITE_BYTES = 262_144;

/**
 * After so many bytes a sync begins, and the writing goes on meanwhile. So there is little left to sync at the end.
 * Measured with 1 GiB: 1.6 GB/s; 1.2 with a single sync at the end; 1.3 with one every 16 MiB.
 */
const BYTES_PER_SYNC = 67_108_864;

/** What was written: the bytes themselves, if they are few enough for the log; otherwise the checksum of the file's footer. */
export type WrittenContent = { readonly bytes: Uint8Array } | { readonly sum: number };

/** Collects chunks that are valid only for a moment: first in memory, then in a file if they are too many for the log. */
export class ContentWriter {
  readonly #path: string;
  readonly #syncs: TaskLimit;
  readonly #requireRoom: (bytes: number) => void;
  readonly #sums = new ContentSums();
  #file: SharedFile | undefined;
  #block: Uint8Array = Buffer.allocUnsafeSlow(MAX_BODY_BYTES);
  #spare: Uint8Array | undefined;
  #filled = 0;
  /** Number of bytes that were given to the system to write. */
  #written = 0;
  #writing: Promise<void> = Promise.resolve();
  /** This number when the last sync began. */
  #synced = 0;
  #syncing: Promise<void> | undefined;
  /** Why nothing can be written any more. */
  #failure: StorageError | undefined;

  /**
   * @param path Where the file is made, if there has to be one.
   * @param syncs Limits how many files are synced at once.
   * @param requireRoom Throws if the disk has no room for so many bytes.
   */
  constructor(path: string, syncs: TaskLimit, requireRoom: (bytes: number) => void) {
    this.#path = path;
    this.#syncs = syncs;
    this.#requireRoom = requireRoom;
  }

  /** Number of bytes so far. */
  get size(): number {
    return this.#written + this.#filled;
  }

  /** Copies a chunk. It waits only while both buffers are full. */
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
  async finish(): Promise<WrittenContent> {
    this.#check();
    const rest = this.#block.subarray(0, this.#filled);
    if (this.#file === undefined) return { bytes: new Uint8Array(rest) };
    await this.#writing;
    this.#check();
    this.#sums.add(rest);
    const footer = this.#sums.finish();
    await this.#write(this.#file, Buffer.concat([rest, footer]), this.#written);
    await this.#syncing;
    await this.#sync(this.#file);
    this.#check();
    const file = this.#file;
    this.#file = undefined;
    await file.release();
    return { sum: footerSum(footer) };
  }

  /** Closes the file. Writes that are running, and later ones, reject with `reason`. */
  async abort(reason: StorageError): Promise<void> {
    this.#failure ??= reason;
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    await file.release();
  }

  /** Begins to write the block as soon as the one before is written. */
  async #flush(): Promise<void> {
    await this.#writing;
    this.#check();
    this.#requireRoom(this.#filled);
    const file = this.#file ?? (await this.#open());
    this.#check();
    const block = this.#block.subarray(0, this.#filled);
    this.#sums.add(block);
    this.#writing = this.#write(file, block, this.#written);
    this.#written += this.#filled;
    this.#filled = 0;
    const next = this.#spare ?? Buffer.allocUnsafeSlow(WRITE_BYTES);
    if (this.#block.byteLength === WRITE_BYTES) this.#spare = this.#block;
    this.#block = next;
    if (this.#written - this.#synced < BYTES_PER_SYNC || this.#syncing !== undefined) return;
    this.#synced = this.#written;
    this.#syncing = this.#sync(file).then(() => {
      this.#syncing = undefined;
    });
  }

  async #open(): Promise<SharedFile> {
    let fd: number;
    try {
      fd = await openFile(this.#path, "wx");
    } catch (error) {
      throw toStorageError(error, "create a stage");
    }
    if (this.#failure === undefined) {
      this.#file = new SharedFile(fd);
      return this.#file;
    }
    await closeFile(fd);
    throw this.#failure;
  }

  /** Never rejects: `#check` tells. */
  async #write(file: SharedFile, block: Uint8Array, position: number): Promise<void> {
    try {
      await file.use((fd) => writeAt(fd, block, position));
    } catch (error) {
      this.#failure ??= toStorageError(error, "write a stage");
    }
  }

  /** Never rejects: `#check` tells. */
  async #sync(file: SharedFile): Promise<void> {
    try {
      await file.use((fd) => this.#syncs.run(() => syncData(fd)));
    } catch (error) {
      this.#failure ??= toStorageError(error, "sync a stage");
    }
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
