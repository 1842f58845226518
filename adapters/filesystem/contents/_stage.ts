import { rename, rm } from "node:fs/promises";
import type { DriverStage } from "../../../core/storage/storage_driver.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { Store } from "../disk/_store.ts";
import { systemCode, toStorageError } from "../disk/_to_storage_error.ts";
import { ContentReader } from "./_content_reader.ts";

/**
 * - `free`: may be read, taken or discarded
 * - `taken`: an `apply` works on it
 * - `gone`: used up or discarded
 */
type State = "free" | "taken" | "gone";

/** Staged bytes: themselves, if they are few, or the checksum of the footer of their file. */
export type StagedBytes = { readonly bytes: Uint8Array } | { readonly sum: number };

/** Bytes that no variable refers to yet: few in memory, many in a file that is complete and synced. */
export class Stage implements DriverStage {
  readonly size: number;
  /** Name of the file, unique in the store. */
  readonly id: string;
  /** The bytes, if they are in memory and not in a file. */
  readonly bytes: Uint8Array | undefined;
  /** Checksum of the file's footer, if there is a file. */
  readonly sum: number | undefined;
  readonly #store: Store;
  readonly #home: string;
  #path: string;
  #state: State = "free";
  #unwanted = false;

  constructor(store: Store, id: string, size: number, staged: StagedBytes) {
    this.id = id;
    this.size = size;
    this.bytes = "bytes" in staged ? staged.bytes : undefined;
    this.sum = "sum" in staged ? staged.sum : undefined;
    this.#store = store;
    this.#home = store.stagePath(id);
    this.#path = this.#home;
  }

  /** Where the file is now. */
  get path(): string {
    return this.#path;
  }

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    this.#check();
    if (this.bytes !== undefined) {
      if (this.size > 0) yield this.bytes;
      this.#check();
      return;
    }
    const reader = await this.#open();
    try {
      for await (const chunk of reader.read(0, this.size)) {
        this.#check();
        yield chunk;
      }
      this.#check();
    } finally {
      await reader.close(gone());
    }
  }

  async discard(): Promise<void> {
    // An apply that works on it decides; if it fails, the file goes then.
    if (this.#state === "taken") this.#unwanted = true;
    if (this.#state !== "free") return;
    this.#state = "gone";
    if (this.bytes !== undefined) return;
    // After a failed sync a commit may be on the disk that refers to it; the next opening finds out.
    if (this.#store.guard.broken) return;
    await rm(this.#path, { force: true });
  }

  /** Reserves the file for one `apply`. */
  take(): void {
    if (this.#state !== "free") throw gone();
    this.#state = "taken";
  }

  /** The `apply` failed: the stage is free again. */
  async giveBack(): Promise<void> {
    this.#state = "free";
    if (this.#unwanted) await this.discard();
  }

  /** The `apply` succeeded: the file belongs to a variable, or has become garbage. */
  useUp(): void {
    this.#state = "gone";
  }

  /** Moves the file. */
  async move(path: string): Promise<void> {
    await rename(this.#path, path);
    this.#path = path;
  }

  /** Moves the file back, if it was moved. */
  async moveBack(): Promise<void> {
    if (this.#path !== this.#home) await this.move(this.#home);
  }

  async #open(): Promise<ContentReader> {
    for (;;) {
      const path = this.#path;
      try {
        return await ContentReader.open(path, this.size, this.sum);
      } catch (error) {
        this.#check();
        // It may have been moved meanwhile.
        if (systemCode(error) === "ENOENT" && path !== this.#path) continue;
        throw toStorageError(error, "read the stage");
      }
    }
  }

  #check(): void {
    this.#store.checkOpen();
    if (this.#state === "gone") throw gone();
  }
}

function gone(): StorageError {
  return new StorageError("gone", "Cannot use the stage: it was used up or discarded");
}
