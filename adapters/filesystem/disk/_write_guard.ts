import { StorageError } from "../../../core/storage/storage_error.ts";
import { toStorageError } from "./_to_storage_error.ts";

/**
 * Refuses all writes of a store as soon as it is not known what is on its disk. After a failed sync the system may have dropped the
 * pages that it could not write, and the next sync would report success.
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
      { cause: this.#failure, needsReopening: true },
    );
  }

  /**
   * Runs an operation after whose failure it is not known what is on the disk. If it fails, all further writes are refused.
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
