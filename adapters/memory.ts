/**
 * Variables in memory: for tests, for embedding, and as the reference reading of the storage contract.
 * @module
 */

import { checkChanges } from "../core/storage/check_changes.ts";
import { checkName } from "../core/storage/check_name.ts";
import { checkPage } from "../core/storage/check_page.ts";
import { checkPrecondition } from "../core/storage/check_precondition.ts";
import { createVersionSource } from "../core/storage/create_version_source.ts";
import {
  type Change,
  INLINE_BYTES,
  type OpenVariable,
  type PageOptions,
  type PutChange,
  type StagedContent,
  type StorageCapabilities,
  type VariableRecord,
  type VariableStorage,
} from "../core/storage/storage.ts";
import { StorageError } from "../core/storage/storage_error.ts";
import { BlockWriter } from "./memory/_block_writer.ts";
import { MemoryInstance } from "./memory/_memory_instance.ts";
import { MemoryStage } from "./memory/_memory_stage.ts";
import { MemoryVariable, type MemoryVersion, recordOf } from "./memory/_memory_variable.ts";
import { OrderedMap } from "./memory/_ordered_map.ts";
import { TurnBudget } from "./memory/_turn_budget.ts";
import { MAX_POOLED_BYTES, PooledBytes, type ValuePool } from "./memory/_value_pool.ts";

/**
 * Keeps variables in memory until `close`. Contents are copied, so each is held once, in blocks that nobody else writes
 * to; a commit is one synchronous turn; a reader holds the blocks of its version, whatever replaces it.
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
  readonly #nextVersion = createVersionSource();
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
    const stages: MemoryStage[] = [];
    for (const change of changes) {
      if (change.op === "clear") continue;
      if (change.condition !== undefined) {
        const present = instance.get(change.name)?.record.version;
        checkPrecondition(change.condition, change.name, present);
      }
      if (change.op === "put" && isStaged(change.content)) {
        stages.push(this.#ownStage(change.content));
      }
    }
    const versions = changes.map((change) =>
      change.op === "put" ? this.#prepare(change, instance.pool) : undefined,
    );
    this.#commit(instanceId, instance, changes, versions);
    for (const stage of stages) stage.useUp();
    return versions.map((version) => version && recordOf(version));
  }

  async stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    const version = this.#find(instanceId, name);
    return version && recordOf(version);
  }

  async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const version = this.#find(instanceId, name);
    return version === undefined ? undefined : new MemoryVariable(version, this.#checkOpen);
  }

  async list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    this.#checkOpen();
    checkName("instance id", instanceId);
    const { after, limit } = checkPage(page);
    const records: VariableRecord[] = [];
    const instance = this.#instances.get(instanceId);
    for (const name of instance?.namesAfter(after, limit) ?? []) {
      const version = instance?.get(name);
      if (version !== undefined) records.push(recordOf(version));
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

  #find(instanceId: string, name: string): MemoryVersion | undefined {
    this.#checkOpen();
    checkName("instance id", instanceId);
    checkName("variable name", name);
    return this.#instances.get(instanceId)?.get(name);
  }

  #prepare(change: PutChange, pool: ValuePool): MemoryVersion {
    const isNull = change.content === null;
    const { content, size } = this.#keep(change.content, pool);
    const record: VariableRecord = {
      name: change.name,
      type: change.type,
      valueInfo: { ...change.valueInfo },
      isNull,
      size,
      version: this.#nextVersion(),
      updatedAt: new Date(),
      // Up to INLINE_BYTES there is one block at most.
      ...(isNull || size > INLINE_BYTES || content instanceof PooledBytes
        ? {}
        : { inline: content[0] ?? new Uint8Array(0) }),
    };
    return { record, content };
  }

  #keep(
    content: PutChange["content"],
    pool: ValuePool,
  ): Pick<MemoryVersion, "content"> & { size: number } {
    if (content === null) return { content: [], size: 0 };
    if (isStaged(content)) return { content: this.#ownStage(content).blocks(), size: content.size };
    const size = content.byteLength;
    return {
      content: size > MAX_POOLED_BYTES ? [new Uint8Array(content)] : pool.add(content),
      size,
    };
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
    versions: readonly (MemoryVersion | undefined)[],
  ): void {
    for (const [index, change] of changes.entries()) {
      if (change.op === "clear") {
        this.#instances.delete(instanceId);
        return;
      }
      instance.set(change.name, versions[index]);
    }
    if (instance.size === 0) this.#instances.delete(instanceId);
    else this.#instances.set(instanceId, instance);
  }
}

function isStaged(content: PutChange["content"]): content is StagedContent {
  return content !== null && !(content instanceof Uint8Array);
}
