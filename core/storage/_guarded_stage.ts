import { CheckedChunks } from "./_checked_chunks.ts";
import type { Lifetime } from "./_lifetime.ts";
import type { StagedContent } from "./storage.ts";
import type { DriverStage } from "./storage_driver.ts";
import { StorageError } from "./storage_error.ts";

/**
 * - "ready": may be read, used or discarded
 * - "taken": an `apply` works on it
 * - "unwanted": likewise, and it was discarded meanwhile
 * - "gone": used up or discarded
 */
type State = "ready" | "taken" | "unwanted" | "gone";

/** A driver's stage, and what becomes of it. */
export class GuardedStage<Stage extends DriverStage> implements StagedContent {
  readonly size: number;
  readonly #lifetime: Lifetime;
  readonly #stage: Stage;
  #state: State = "ready";

  /** @param lifetime That of its storage. */
  constructor(lifetime: Lifetime, stage: Stage) {
    this.size = stage.size;
    this.#lifetime = lifetime;
    this.#stage = stage;
  }

  read(): AsyncIterable<Uint8Array> {
    return new CheckedChunks(
      () => this.#checkReadable(),
      () => this.#stage.read(),
    );
  }

  async discard(): Promise<void> {
    // An apply that works on it decides; if it fails, the bytes go then.
    if (this.#state === "taken") this.#state = "unwanted";
    if (this.#state !== "ready") return;
    this.#state = "gone";
    // What a closed storage has staged is gone without this.
    if (this.#lifetime.isOpen) await this.#lifetime.track(this.#stage.discard());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.discard();
  }

  /** Whether this is a stage of the storage with that lifetime. */
  belongsTo(lifetime: Lifetime): boolean {
    return this.#lifetime === lifetime;
  }

  /**
   * The driver's stage, if it can be used.
   *
   * @throws {StorageError} "gone" if it was used up or discarded, or another `apply` works on it.
   */
  check(): Stage {
    if (this.#state === "taken") {
      throw new StorageError(
        "gone",
        "Cannot use the stage: another call of 'apply' is using it up",
      );
    }
    if (this.#state !== "ready") throw gone();
    return this.#stage;
  }

  /** An `apply` begins to work on it. It ends with `useUp` or `giveBack`. */
  take(): void {
    this.#state = "taken";
  }

  /** The `apply` succeeded. */
  useUp(): void {
    this.#state = "gone";
  }

  /** The `apply` failed. */
  async giveBack(): Promise<void> {
    const isUnwanted = this.#state === "unwanted";
    this.#state = "ready";
    if (isUnwanted) await this.discard();
  }

  #checkReadable(): void {
    this.#lifetime.check();
    if (this.#state === "gone" || this.#state === "unwanted") throw gone();
  }
}

function gone(): StorageError {
  return new StorageError("gone", "Cannot use the stage: it was used up or discarded");
}
