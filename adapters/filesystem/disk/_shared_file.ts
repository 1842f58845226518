import { StorageError } from "../../../core/storage/storage_error.ts";
import { closeFile } from "./_file_io.ts";

/** An open file that is closed when the last one who holds it lets it go. Its maker holds it first. */
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

  /** Ends a hold, or the maker's. What had to be on the disk was synced, so a close that fails changes nothing. */
  async release(): Promise<void> {
    if (--this.#holders === 0) await closeFile(this.fd).catch(() => undefined);
  }

  /** Runs `use` with the file held. */
  async use<T>(use: (fd: number) => Promise<T>): Promise<T> {
    this.hold();
    try {
      return await use(this.fd);
    } finally {
      await this.release();
    }
  }
}
