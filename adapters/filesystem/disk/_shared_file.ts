import { StorageError } from "../../../core/storage/storage_error.ts";
import { closeFile } from "./_file_io.ts";

/** An open file that counts its holders. The last one that releases it closes it. Whoever makes it is its first holder. */
export class SharedFile {
  readonly fd: number;
  #holders = 1;

  constructor(fd: number) {
    this.fd = fd;
  }

  /**
   * Keeps the file open until `release`.
   *
   * @throws {StorageError} "closed" if it is closed already: its number may be that of another file by now.
   */
  hold(): void {
    if (this.#holders === 0) throw new StorageError("closed", "Cannot use the file: it was closed");
    this.#holders++;
  }

  /** Ends one hold, also that of the maker. A close that fails changes nothing: what had to be on the disk was synced. */
  async release(): Promise<void> {
    if (--this.#holders === 0) await closeFile(this.fd).catch(() => undefined);
  }

  /** Runs `use`, and holds the file meanwhile. */
  async use<T>(use: (fd: number) => Promise<T>): Promise<T> {
    this.hold();
    try {
      return await use(this.fd);
    } finally {
      await this.release();
    }
  }
}
