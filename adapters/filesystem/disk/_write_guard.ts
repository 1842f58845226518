import { StorageError } from "../../../core/storage/storage_error.ts";
import { toStorageError } from "./_to_storage_error.ts";

/**
 * Refuses all writes of a store once it is unknown what is on its disk. After a failed sync the system may have dropped
 * the very pages that could not be written, and the next sync would report success.
 */
export class WriteGuard {
  #failure: StorageError | undefined;

  /** Whether writes are refused. */
  get broken(): boolean {
    return this.#failure !== undefined;
  }

  /** @throws {StorageError} "io" if writes are refused. */
  check(): void {
    if (this.#failure === undefined) return;
    throw new StorageError(
      "io",
      "Cannot write: a write to the disk failed earlier; close the storage and open it again",
      { cause: this.#failure },
    );
  }

  /**
   * Runs what leaves the disk in an unknown state if it fails.
   *
   * @param action What it does, as in `sync the log`.
   */
  async run<T>(action: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      const failure = toStorageError(error, action);
      this.#failure ??= failure;
      throw failure;
    }
  }
}
