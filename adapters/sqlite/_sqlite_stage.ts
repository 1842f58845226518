import type { DriverStage } from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { type ContentSource, readContent } from "./_read_content.ts";

/** Staged bytes: in memory if a record can carry them, else in rows. */
export type StagedBytes = Uint8Array | ContentSource;

/** The members of a store that a stage needs. */
export interface StageOwner {
  /** Throws if the storage was closed. */
  checkOpen(): void;
  /** Has an orphaned content deleted once nobody reads it. */
  abandon(content: number): void;
}

/** A stage of `SqliteStorage`. */
export class SqliteStage implements DriverStage {
  readonly size: number;
  readonly #owner: StageOwner;
  readonly #bytes: StagedBytes;
  /** "taken" means taken by a transaction that has not ended. "gone" means used up or discarded. */
  #state: "ready" | "taken" | "gone" = "ready";

  constructor(owner: StageOwner, bytes: StagedBytes) {
    this.size = bytes instanceof Uint8Array ? bytes.length : bytes.size;
    this.#owner = owner;
    this.#bytes = bytes;
  }

  /**
   * Checks that the stage can be used.
   *
   * @throws {StorageError} "gone" if it was used up or discarded; "closed" if the storage was closed.
   */
  check(): void {
    this.#owner.checkOpen();
    if (this.#state === "ready") return;
    throw new StorageError("gone", "Cannot use the stage: it was used up or discarded");
  }

  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    this.check();
    if (!(this.#bytes instanceof Uint8Array)) {
      yield* readContent(this.#bytes, 0, this.size, () => this.check());
    } else if (this.size > 0) yield this.#bytes;
  }

  async discard(): Promise<void> {
    if (this.#state === "gone") return;
    this.#state = "gone";
    if (!(this.#bytes instanceof Uint8Array)) this.#owner.abandon(this.#bytes.content);
  }

  /** Returns the bytes for the running transaction, which must then call `useUp` or `giveBack`. */
  take(): StagedBytes {
    this.#state = "taken";
    return this.#bytes;
  }

  /** Ends the stage after the transaction was committed: its bytes belong to a variable. */
  useUp(): void {
    this.#state = "gone";
  }

  /** Makes the stage usable again after the transaction failed. */
  giveBack(): void {
    this.#state = "ready";
  }
}
