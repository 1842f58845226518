import { CheckedChunks } from "./_checked_chunks.ts";
import type { Lifetime } from "./_lifetime.ts";
import type { StagedContent } from "./storage.ts";
import type { DriverStage } from "./storage_driver.ts";
import { StorageError } from "./storage_error.ts";

/**
 * - "ready": the stage may be read, used or discarded
 * - "taken": an `apply` is using it
 * - "unwanted": an `apply` is using it, and it was discarded meanwhile
 * - "gone": it was used up or discarded
 */
type State = "ready" | "taken" | "unwanted" | "gone";

/** The guard of a driver's stage. It knows whether the stage is free, in use, or gone. */
export class GuardedStage<Stage extends DriverStage> implements StagedContent {
  readonly size: number;
  readonly #lifetime: Lifetime;
  readonly #stage: Stage;
  #state: State = "ready";

  /**
   * @param lifetime The lifetime of its storage.
   * @param stage The driver's stage.
   */
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
    // If an `apply` uses the stage, wait for its result: the bytes are discarded only if it fails.
    if (this.#state === "taken") this.#state = "unwanted";
    if (this.#state !== "ready") return;
    this.#state = "gone";
    // A closed storage has discarded its stages already.
    if (this.#lifetime.isOpen) await this.#lifetime.track(this.#stage.discard());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.discard();
  }

  /** Whether the stage belongs to the storage with this lifetime. */
  belongsTo(lifetime: Lifetime): boolean {
    return this.#lifetime === lifetime;
  }

  /**
   * Gives the driver's stage to an `apply`.
   *
   * @throws {StorageError} "gone" if it was used up or discarded, or another `apply` is using it.
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

  /** Marks the stage as taken when an `apply` begins to use it. Call `useUp` or `giveBack` at the end. */
  take(): void {
    this.#state = "taken";
  }

  /** Marks the stage as gone, after the `apply` has succeeded or may have. */
  useUp(): void {
    this.#state = "gone";
  }

  /** Makes the stage ready again after the `apply` has failed. If it was discarded meanwhile, discards it now. */
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
