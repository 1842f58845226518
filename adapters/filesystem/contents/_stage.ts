import type { DriverStage } from "../../../core/storage/storage_driver.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { toStorageError } from "../disk/_to_storage_error.ts";
import { ContentReader } from "./_content_reader.ts";

/** A content that is small enough for the log, and to which no variable refers yet. It is in memory. */
export class MemoryStage implements DriverStage {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get size(): number {
    return this.bytes.byteLength;
  }

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.size > 0) yield this.bytes;
  }

  discard(): void {}
}

/** A content file that is complete and synced, and to which no variable refers yet. */
export class FileStage implements DriverStage {
  readonly size: number;
  /** The number of the file. */
  readonly file: number;
  /** CRC-32 of the file's footer. */
  readonly sum: number;
  readonly #path: string;
  readonly #discard: () => Promise<void>;

  /**
   * @param path The path of the file.
   * @param discard Deletes the file.
   */
  constructor(
    { file, size, sum }: Pick<FileStage, "file" | "size" | "sum">,
    path: string,
    discard: () => Promise<void>,
  ) {
    this.file = file;
    this.size = size;
    this.sum = sum;
    this.#path = path;
    this.#discard = discard;
  }

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = await this.#open();
    try {
      yield* reader.read(0, this.size);
    } finally {
      await reader.close(new StorageError("gone", "Cannot read the stage: the read was ended"));
    }
  }

  discard(): Promise<void> {
    return this.#discard();
  }

  async #open(): Promise<ContentReader> {
    try {
      return await ContentReader.open(this.#path, this.size, this.sum);
    } catch (error) {
      throw toStorageError(error, "read the stage");
    }
  }
}

/** A stage of this storage. */
export type Stage = MemoryStage | FileStage;
