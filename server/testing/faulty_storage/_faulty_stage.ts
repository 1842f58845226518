import type { StagedContent } from "../../../core/storage/storage.ts";
import type { DriverStage } from "../../../core/storage/storage_driver.ts";
import { breakOff } from "./_break_off.ts";
import type { FaultPlan } from "./_fault_plan.ts";

/** A stage of the inner storage whose reading and discarding may fail. */
export class FaultyStage implements DriverStage {
  readonly size: number;
  /** The stage as the inner storage knows it. */
  readonly inner: StagedContent;
  readonly #plan: FaultPlan;

  constructor(inner: StagedContent, plan: FaultPlan) {
    this.size = inner.size;
    this.inner = inner;
    this.#plan = plan;
  }

  read(): AsyncIterable<Uint8Array> {
    const fault = this.#plan.meet("readStage");
    const bytes = this.inner.read();
    return fault === undefined ? bytes : breakOff(bytes, fault);
  }

  async discard(): Promise<void> {
    await this.#plan.meet("discard")?.strike();
    await this.inner.discard();
  }
}
