import { StageUpload } from "../core/storage/_stage_upload.ts";
import type { VariableRecord } from "../core/storage/storage.ts";
import type {
  DriverChange,
  DriverPut,
  DriverStage,
  StageWriter,
} from "../core/storage/storage_driver.ts";
import { CallOrder } from "./_call_order.ts";

/** The records of a call's changes; `undefined` for each change that is not a put. */
type Applied = readonly (VariableRecord | undefined)[];

/** What a driver does for its calls of `apply`. */
export interface StagedCallParts<Stage extends DriverStage> {
  /** Larger contents are staged before the changes are made, in bytes. */
  readonly maxBytes: number;
  /** Begins to stage bytes. */
  readonly stage: () => StageWriter<Stage>;
  /** Makes the changes, after those of earlier calls for the instance. */
  readonly commit: (
    instanceId: string,
    changes: readonly DriverChange<Stage>[],
  ) => Promise<Applied>;
}

/** Copies the bytes of calls, and stages those that are too large for one write. Calls for one instance keep their order meanwhile. */
export class StagedCalls<Stage extends DriverStage> {
  readonly #parts: StagedCallParts<Stage>;
  readonly #order = new CallOrder();

  constructor(parts: StagedCallParts<Stage>) {
    this.#parts = parts;
  }

  /** Makes the changes of a call. The caller may change its bytes when this has returned. */
  apply(instanceId: string, changes: readonly DriverChange<Stage>[]): Promise<Applied> {
    const owned = changes.map((change) => own(change));
    const hasLarge = owned.some((change) => this.#isLarge(change));
    if (!hasLarge && !this.#order.isWaiting(instanceId)) {
      return this.#parts.commit(instanceId, owned);
    }
    return this.#order.run(instanceId, (before) => this.#applyLarge(instanceId, owned, before));
  }

  async #applyLarge(
    instanceId: string,
    changes: readonly DriverChange<Stage>[],
    before: Promise<void>,
  ): Promise<Applied> {
    const stages: Stage[] = [];
    try {
      const ready: DriverChange<Stage>[] = [];
      for (const change of changes) {
        if (!this.#isLarge(change)) {
          ready.push(change);
          continue;
        }
        const stage = await new StageUpload(once(change.content), this.#parts.stage).stage;
        stages.push(stage);
        ready.push({ ...change, content: stage });
      }
      await before;
      return await this.#parts.commit(instanceId, ready);
    } catch (error) {
      // A stage that cannot be discarded becomes an orphan, which the storage sweeps later.
      await Promise.allSettled(stages.map(async (stage) => stage.discard()));
      throw error;
    }
  }

  #isLarge(
    change: DriverChange<Stage>,
  ): change is DriverPut<Stage> & { readonly content: Uint8Array } {
    return (
      change.op === "put" &&
      change.content instanceof Uint8Array &&
      change.content.length > this.#parts.maxBytes
    );
  }
}

/** Copies the bytes of a put, since the caller may change them before they are written. */
function own<Stage extends DriverStage>(change: DriverChange<Stage>): DriverChange<Stage> {
  if (change.op !== "put" || !(change.content instanceof Uint8Array)) return change;
  return { ...change, content: new Uint8Array(change.content) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
