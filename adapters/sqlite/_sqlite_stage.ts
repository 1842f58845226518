import type { DriverStage } from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { type ContentSource, readContent } from "./_read_content.ts";

/** Where staged bytes are: in memory if a record can carry them, otherwise in rows. */
export type StagedBytes = Uint8Array | ContentSource;

/** What a stage needs of its storage. */
export interface StageOwner {
  /** Throws if the storage was closed. */
  checkOpen(): void;
  /** Nothing refers to the content any more. */
  abandon(content: number): void;
}

/** A stage of `SqliteStorage`. */
export class SqliteStage implements DriverStage {
  readonly size: number;
  readonly #owner: StageOwner;
  readonly #bytes: StagedBytes;
  /** "taken": by a transaction that has not ended yet. */
  #state: "ready" | "taken" | "gone" = "ready";

  constructor(owner: StageOwner, bytes: StagedBytes) {
    this.size = bytes instanceof Uint8Array ? bytes.length : bytes.size;
    this.#owner = owner;
    this.#bytes = bytes;
  }

  /** @throws {StorageError} "gone" if it was used up or discarded. */
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

  /** Gives the bytes to the transaction that is running. It ends with `useUp` or `giveBack`. */
  take(): StagedBytes {
    this.#state = "taken";
    return this.#bytes;
  }

  /** The bytes now belong to a variable. */
  useUp(): void {
    this.#state = "gone";
  }

  /** The transaction failed. */
  giveBack(): void {
    this.#state = "ready";
  }
}
