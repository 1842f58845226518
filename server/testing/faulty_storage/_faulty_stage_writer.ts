import type { StagedContent, VariableStorage } from "../../../core/storage/storage.ts";
import type { StageWriter } from "../../../core/storage/storage_driver.ts";
import type { FaultPlan, MetFault } from "./_fault_plan.ts";
import { FaultyStage } from "./_faulty_stage.ts";

/** Passes bytes on to a stage of the inner storage, up to the place of a fault. */
export class FaultyStageWriter implements StageWriter<FaultyStage> {
  readonly #plan: FaultPlan;
  readonly #bytes: WritableStreamDefaultWriter<Uint8Array>;
  readonly #stage: Promise<StagedContent>;
  /** The fault that is still to come. */
  #fault: MetFault | undefined;
  #left: number;

  constructor(inner: VariableStorage, plan: FaultPlan) {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    this.#plan = plan;
    this.#fault = plan.meet("stage");
    this.#left = this.#fault?.afterBytes ?? 0;
    this.#bytes = writable.getWriter();
    this.#stage = inner.stage(readable);
    // Whoever writes, finishes or aborts gets to know the error.
    this.#stage.catch(() => {});
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (chunk.length >= this.#left) await this.#strike();
    this.#left -= chunk.length;
    // An inner storage that fails takes no more bytes. Then its error counts, and not that of the stream.
    const writing = this.#bytes.write(new Uint8Array(chunk)).catch(() => this.#stage);
    await Promise.race([writing, this.#stage]);
  }

  async finish(): Promise<FaultyStage> {
    await this.#strike();
    this.#bytes.close().catch(() => {});
    return new FaultyStage(await this.#stage, this.#plan);
  }

  async abort(): Promise<void> {
    this.#bytes.abort(new Error("The upload has ended")).catch(() => {});
    const [stage] = await Promise.allSettled([this.#stage]);
    if (stage.status === "fulfilled") await stage.value.discard();
  }

  async #strike(): Promise<void> {
    const fault = this.#fault;
    this.#fault = undefined;
    await fault?.strike();
  }
}
