import type {
  Change,
  OpenVariable,
  PageOptions,
  StorageCapabilities,
  VariableRecord,
  VariableStorage,
} from "../../../core/storage/storage.ts";
import type {
  DriverChange,
  DriverVariable,
  StageWriter,
  StorageDriver,
} from "../../../core/storage/storage_driver.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { breakOff } from "./_break_off.ts";
import type { FaultPlan } from "./_fault_plan.ts";
import { FaultyStage } from "./_faulty_stage.ts";
import { FaultyStageWriter } from "./_faulty_stage_writer.ts";
import { LateCalls } from "./_late_calls.ts";
import type { StorageStep } from "./storage_faults.ts";

type Applied = readonly (VariableRecord | undefined)[];

/** Passes calls on to a storage, and lets those fail or wait that meet a fault. */
export class FaultyDriver implements StorageDriver<FaultyStage> {
  readonly #inner: VariableStorage;
  readonly #plan: FaultPlan;
  readonly #lateApplies = new LateCalls();
  /** Only if the storage has it. */
  readonly query?: NonNullable<StorageDriver<FaultyStage>["query"]>;
  /** Only if the storage has it. */
  readonly health?: NonNullable<StorageDriver<FaultyStage>["health"]>;

  constructor(inner: VariableStorage, plan: FaultPlan) {
    this.#inner = inner;
    this.#plan = plan;
    const query = inner.query?.bind(inner);
    if (query !== undefined) {
      this.query = (wanted, page) => this.#unlessFaulty("query", () => query(wanted, page));
    }
    const health = inner.health?.bind(inner);
    if (health === undefined) return;
    this.health = async () => {
      const found = await this.#unlessFaulty("health", health);
      if (!found.writable) throw found.error;
    };
  }

  get capabilities(): StorageCapabilities {
    return this.#inner.capabilities;
  }

  stage(): StageWriter<FaultyStage> {
    return new FaultyStageWriter(this.#inner, this.#plan);
  }

  async apply(instanceId: string, changes: readonly DriverChange<FaultyStage>[]): Promise<Applied> {
    const fault = this.#plan.meet("apply");
    const isLate = fault?.afterChange === false;
    const unwrapped = changes.map(unwrap);
    try {
      // The inner storage copies bytes during the call, but a late call comes when they are the caller's again.
      const applied = await (isLate || this.#lateApplies.has(instanceId)
        ? this.#applyLate(instanceId, unwrapped.map(copyBytes), isLate ? fault.strike() : undefined)
        : this.#inner.apply(instanceId, unwrapped));
      if (!isLate) await fault?.strike();
      return applied;
    } catch (error) {
      // The guard takes the stages for used up then, and nobody else knows them.
      if (error instanceof StorageError && error.mayBeStored) await discardStages(unwrapped);
      throw error;
    }
  }

  stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    return this.#unlessFaulty("stat", () => this.#inner.stat(instanceId, name));
  }

  async open(instanceId: string, name: string): Promise<DriverVariable | undefined> {
    const variable = await this.#unlessFaulty("open", () => this.#inner.open(instanceId, name));
    return variable && this.#wrap(variable);
  }

  list(instanceId: string, after: string, limit: number): Promise<readonly VariableRecord[]> {
    return this.#unlessFaulty("list", () => this.#inner.list(instanceId, pageOf(after, limit)));
  }

  instances(after: string, limit: number): Promise<readonly string[]> {
    return this.#unlessFaulty("instances", () => this.#inner.instances(pageOf(after, limit)));
  }

  close(): Promise<void> {
    return this.#inAnyCase("close", () => this.#inner.close());
  }

  #applyLate(instanceId: string, changes: readonly Change[], ready: Promise<void> | undefined) {
    return this.#lateApplies.run(instanceId, ready, () => this.#inner.apply(instanceId, changes));
  }

  #wrap(variable: OpenVariable): DriverVariable {
    const read: DriverVariable["read"] = (start, end) => {
      const fault = this.#plan.meet("read");
      const bytes = variable.read(start, end);
      return fault === undefined ? bytes : breakOff(bytes, fault);
    };
    return {
      record: variable.record,
      read,
      close: () => this.#inAnyCase("closeVariable", () => variable.close()),
    };
  }

  /** Makes a call after the delay of its fault, or not at all if it is to fail. */
  async #unlessFaulty<T>(step: StorageStep, call: () => Promise<T>): Promise<T> {
    const fault = this.#plan.meet(step);
    if (fault !== undefined) await fault.strike();
    return call();
  }

  /** Makes a call even if it is to fail: what is closed does not stay open. */
  async #inAnyCase(step: StorageStep, call: () => Promise<void>): Promise<void> {
    try {
      await this.#plan.meet(step)?.strike();
    } finally {
      await call();
    }
  }
}

/** The inner storage knows only its own stages. */
function unwrap(change: DriverChange<FaultyStage>): Change {
  if (change.op !== "put") return change;
  const { content } = change;
  return { ...change, content: content instanceof FaultyStage ? content.inner : content };
}

function copyBytes(change: Change): Change {
  if (change.op !== "put" || !(change.content instanceof Uint8Array)) return change;
  return { ...change, content: new Uint8Array(change.content) };
}

async function discardStages(changes: readonly Change[]): Promise<void> {
  await Promise.allSettled(
    changes.map(async (change) => {
      if (change.op !== "put" || change.content === null) return;
      if (!(change.content instanceof Uint8Array)) await change.content.discard();
    }),
  );
}

function pageOf(after: string, limit: number): PageOptions {
  return { after: after === "" ? undefined : after, limit };
}
