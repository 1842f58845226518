/**
 * Variables in memory: for tests, for embedding, and as the reference reading of the storage contract.
 * @module
 */

import { checkChanges } from "../core/storage/check_changes.ts";
import { checkName } from "../core/storage/check_name.ts";
import { checkPage } from "../core/storage/check_page.ts";
import { checkPrecondition } from "../core/storage/check_precondition.ts";
import { createVersionSource } from "../core/storage/create_version_source.ts";
import type {
  Change,
  OpenVariable,
  PageOptions,
  PutChange,
  StagedContent,
  StorageCapabilities,
  ValueInfo,
  VariableRecord,
  VariableStorage,
} from "../core/storage/storage.ts";
import { StorageError } from "../core/storage/storage_error.ts";
import { BlockWriter } from "./memory/_block_writer.ts";
import { MemoryInstance } from "./memory/_memory_instance.ts";
import { MemoryStage } from "./memory/_memory_stage.ts";
import { MemoryVariable } from "./memory/_memory_variable.ts";
import { OrderedMap } from "./memory/_ordered_map.ts";
import type { StoredValue, StoredVariable } from "./memory/_stored_variable.ts";
import { TurnBudget } from "./memory/_turn_budget.ts";
import { MAX_POOLED_BYTES } from "./memory/_value_pool.ts";

/**
 * Keeps variables in memory until `close`. Contents are copied, so each is held once, in blocks that nobody else writes
 * to; a commit is one synchronous turn; a reader holds the blocks of its version, or a copy of a small one, whatever
 * replaces it.
 *
 * @example
 * ```ts
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * const storage = new MemoryStorage();
 * const content = new TextEncoder().encode("42");
 * await storage.apply("order-1", [
 *   { op: "put", name: "amount", type: "Integer", valueInfo: {}, content },
 * ]);
 * const record = await storage.stat("order-1", "amount");
 * assert.equal(new TextDecoder().decode(record?.inline), "42");
 * await storage.close();
 * ```
 */
export class MemoryStorage implements VariableStorage {
  readonly capabilities: StorageCapabilities = { durable: false, shared: false };
  readonly #instances = new OrderedMap<MemoryInstance>();
  readonly #opening = { version: createVersionSource()(), time: Date.now() };
  #versions = 0;
  readonly #budget = new TurnBudget();
  #closed = false;

  async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    this.#checkOpen();
    const writer = new BlockWriter();
    for await (const chunk of source) {
      this.#checkOpen();
      writer.write(chunk);
      const enough = this.#budget.spend(chunk.length);
      if (enough !== undefined) await enough;
    }
    this.#checkOpen();
    return new MemoryStage(writer.size, writer.finish(), this.#checkOpen);
  }

  async apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    this.#checkOpen();
    checkChanges(instanceId, changes);
    const instance = this.#instances.get(instanceId) ?? new MemoryInstance();
    // All that can fail comes first, so that the rest changes everything or is not reached.
    for (const change of changes) this.#check(change, instance);
    const values = changes.map((change) =>
      change.op === "put" ? this.#prepare(change, instance) : undefined,
    );
    return this.#commit(instanceId, instance, changes, values);
  }

  async stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    return this.#find(instanceId, name)?.record(this.#opening);
  }

  async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const found = this.#find(instanceId, name);
    if (found === undefined) return undefined;
    const record = found.record(this.#opening);
    return new MemoryVariable(record, found.blocksOf(record), this.#checkOpen);
  }

  async list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    this.#checkOpen();
    checkName("instance id", instanceId);
    const { after, limit } = checkPage(page);
    const records: VariableRecord[] = [];
    const instance = this.#instances.get(instanceId);
    for (const name of instance?.namesAfter(after, limit) ?? []) {
      const variable = instance?.get(name);
      if (variable !== undefined) records.push(variable.record(this.#opening));
    }
    return records;
  }

  async instances(page?: PageOptions): Promise<readonly string[]> {
    this.#checkOpen();
    const { after, limit } = checkPage(page);
    return this.#instances.namesAfter(after, limit);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#instances.clear();
  }

  /** Stages and readers share it: they end with the storage. */
  readonly #checkOpen = (): void => {
    if (this.#closed) throw new StorageError("closed", "Cannot use the storage: it was closed");
  };

  #find(instanceId: string, name: string): StoredVariable | undefined {
    this.#checkOpen();
    checkName("instance id", instanceId);
    checkName("variable name", name);
    return this.#instances.get(instanceId)?.get(name);
  }

  #check(change: Change, instance: MemoryInstance): void {
    if (change.op === "clear") return;
    if (change.condition !== undefined) {
      const version = instance.get(change.name)?.version(this.#opening);
      checkPrecondition(change.condition, change.name, version);
    }
    if (change.op === "put" && isStaged(change.content)) this.#ownStage(change.content);
  }

  #prepare({ name, type, valueInfo, content }: PutChange, instance: MemoryInstance): StoredValue {
    return {
      type,
      valueInfo: copyOf(valueInfo),
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
    if (isStaged(content)) return this.#ownStage(content).blocks();
    if (content.byteLength > MAX_POOLED_BYTES) return [new Uint8Array(content)];
    return instance.place(name, content);
  }

  #ownStage(content: StagedContent): MemoryStage {
    if (!(content instanceof MemoryStage && content.belongsTo(this.#checkOpen))) {
      throw new TypeError("Cannot apply the changes: a stage is not of this storage");
    }
    content.blocks();
    return content;
  }

  #commit(
    instanceId: string,
    instance: MemoryInstance,
    changes: readonly Change[],
    values: readonly (StoredValue | undefined)[],
  ): (VariableRecord | undefined)[] {
    const wasEmpty = instance.size === 0;
    const records = changes.map((change, index) => {
      if (change.op === "clear") this.#instances.delete(instanceId);
      if (change.op === "delete") instance.delete(change.name);
      const value = values[index];
      if (change.op !== "put" || value === undefined) return undefined;
      if (change.content instanceof MemoryStage) change.content.useUp();
      return instance.put(change, value).record(this.#opening);
    });
    if (wasEmpty && instance.size > 0) this.#instances.set(instanceId, instance);
    else if (instance.size === 0) this.#instances.delete(instanceId);
    return records;
  }
}

/** Shared by all who have none, which is most. */
const NO_INFO: ValueInfo = Object.freeze({});

function copyOf(valueInfo: ValueInfo): ValueInfo {
  for (const _ in valueInfo) return { ...valueInfo };
  return NO_INFO;
}

function sizeOf(content: PutChange["content"]): number {
  if (content === null) return 0;
  return isStaged(content) ? content.size : content.byteLength;
}

function isStaged(content: PutChange["content"]): content is StagedContent {
  return content !== null && !(content instanceof Uint8Array);
}
