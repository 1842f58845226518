import { checkPrecondition } from "../../core/storage/check_precondition.ts";
import type { StorageCapabilities, VariableRecord } from "../../core/storage/storage.ts";
import type { DriverChange, DriverPut, StorageDriver } from "../../core/storage/storage_driver.ts";
import { OrderedMap } from "../_ordered_map.ts";
import { MemoryInstance } from "./_memory_instance.ts";
import type { MemoryStage } from "./_memory_stage.ts";
import { MemoryStageWriter } from "./_memory_stage_writer.ts";
import { MemoryVariable } from "./_memory_variable.ts";
import { Opening } from "./_opening.ts";
import type { StoredValue } from "./_stored_variable.ts";
import { TurnBudget } from "./_turn_budget.ts";
import { MAX_POOLED_BYTES } from "./_value_pool.ts";

type Change = DriverChange<MemoryStage>;
type PutChange = DriverPut<MemoryStage>;

/** Keeps variables in memory. All its methods are synchronous. */
export class MemoryDriver implements StorageDriver<MemoryStage> {
  readonly capabilities: StorageCapabilities = { durable: false, shared: false };
  readonly #instances = new OrderedMap<MemoryInstance>();
  readonly #opening = new Opening();
  #versions = 0;
  readonly #budget = new TurnBudget();

  stage(): MemoryStageWriter {
    return new MemoryStageWriter(this.#budget);
  }

  apply(instanceId: string, changes: readonly Change[]): readonly (VariableRecord | undefined)[] {
    const instance = this.#instances.get(instanceId) ?? new MemoryInstance();
    // Everything that can fail comes first. So either all changes are made, or none.
    for (const change of changes) this.#check(change, instance);
    const wasEmpty = instance.size === 0;
    const only = changes[0];
    let records: (VariableRecord | undefined)[];
    if (changes.length === 1 && only !== undefined) {
      // Most calls have one change. The closures below would take a tenth of its time.
      records = [this.#commit(instanceId, instance, only, this.#prepare(only, instance))];
    } else {
      const values = changes.map((change) => this.#prepare(change, instance));
      records = changes.map((change, i) => this.#commit(instanceId, instance, change, values[i]));
    }
    if (wasEmpty && instance.size > 0) this.#instances.set(instanceId, instance);
    else if (instance.size === 0) this.#instances.delete(instanceId);
    return records;
  }

  stat(instanceId: string, name: string): VariableRecord | undefined {
    return this.#instances.get(instanceId)?.get(name)?.record(this.#opening);
  }

  open(instanceId: string, name: string): MemoryVariable | undefined {
    const found = this.#instances.get(instanceId)?.get(name);
    if (found === undefined) return undefined;
    const record = found.record(this.#opening);
    return new MemoryVariable(record, found.blocksOf(record));
  }

  list(instanceId: string, after: string, limit: number): readonly VariableRecord[] {
    const records: VariableRecord[] = [];
    const instance = this.#instances.get(instanceId);
    for (const name of instance?.namesAfter(after, limit) ?? []) {
      const variable = instance?.get(name);
      if (variable !== undefined) records.push(variable.record(this.#opening));
    }
    return records;
  }

  instances(after: string, limit: number): readonly string[] {
    return this.#instances.namesAfter(after, limit);
  }

  close(): void {
    this.#instances.clear();
  }

  #check(change: Change, instance: MemoryInstance): void {
    if (change.op === "clear" || change.condition === undefined) return;
    const version = instance.get(change.name)?.version(this.#opening);
    checkPrecondition(change.condition, change.name, version);
  }

  #prepare(change: Change, instance: MemoryInstance): StoredValue | undefined {
    if (change.op !== "put") return undefined;
    const { name, type, valueInfo, content } = change;
    return {
      type,
      valueInfo,
      isNull: content === null,
      size: sizeOf(content),
      content: this.#keep(name, content, instance),
      version: this.#versions++,
      updatedAt: Date.now() - this.#opening.time,
    };
  }

  #keep(
    name: string,
    content: PutChange["content"],
    instance: MemoryInstance,
  ): StoredValue["content"] {
    if (content === null) return [];
    if (!(content instanceof Uint8Array)) return content.blocks;
    if (content.byteLength > MAX_POOLED_BYTES) return [new Uint8Array(content)];
    return instance.place(name, content);
  }

  #commit(
    instanceId: string,
    instance: MemoryInstance,
    change: Change,
    value: StoredValue | undefined,
  ): VariableRecord | undefined {
    if (change.op === "clear") this.#instances.delete(instanceId);
    if (change.op === "delete") instance.delete(change.name);
    if (change.op !== "put" || value === undefined) return undefined;
    return instance.put(change, value).record(this.#opening);
  }
}

function sizeOf(content: PutChange["content"]): number {
  if (content === null) return 0;
  return content instanceof Uint8Array ? content.byteLength : content.size;
}
