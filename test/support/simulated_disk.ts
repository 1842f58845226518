import assert from "node:assert/strict";
import type { ContractSubject } from "../../adapters/contract.ts";
import { MemoryStorage } from "../../adapters/memory.ts";
import { closedError } from "../../core/storage/_lifetime.ts";
import type {
  Change,
  OpenVariable,
  PageOptions,
  PutChange,
  StagedContent,
  StorageCapabilities,
  VariableRecord,
  VariableStorage,
} from "../../core/storage/storage.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import type { StorageHealth } from "../../core/storage/storage_health.ts";
import { wrapVariable } from "./wrap_variable.ts";

/** The faults of a simulated disk. */
export interface DiskFaults {
  /** It loses the last `apply` before a crash, although that was acknowledged. */
  readonly losesLastApply?: boolean;
  /** It does not sweep stages that a crash left. */
  readonly doesNotSweep?: boolean;
  /** It can be opened while it is open. */
  readonly doesNotLock?: boolean;
  /** After a failed sync it gives stages back, although a commit with them may be on the disk. */
  readonly givesBack?: boolean;
  /** After a failed sync it goes on writing. */
  readonly goesOn?: boolean;
  /** It says that it takes writes, whatever has happened. */
  readonly isAlwaysWell?: boolean;
  /** It does not say that only reopening helps. */
  readonly hidesReopening?: boolean;
  /** Once it was full, it says so until a write succeeds. */
  readonly staysFull?: boolean;
}

/**
 * A durable store without a disk. A `MemoryStorage` survives "the process", and each opening has a front of its own. It shows
 * that the cases about durability can pass and, with a fault, that they can fail.
 */
export class SimulatedDisk implements ContractSubject {
  readonly kept = new MemoryStorage();
  /** The stages that are neither used up nor discarded. */
  readonly stages = new Set<StagedContent>();
  readonly faults: DiskFaults;
  syncsFail = false;
  isFull = false;
  #front: DiskFront | undefined;
  undoLast: () => Promise<unknown> = async () => {};

  constructor(faults: DiskFaults = {}) {
    this.faults = faults;
  }

  async open(): Promise<VariableStorage> {
    if (this.#front?.isOpen && !this.faults.doesNotLock) {
      throw new StorageError("locked", "Cannot open the simulated disk: it is open already");
    }
    if (!this.faults.doesNotSweep) this.stages.clear();
    this.#front = new DiskFront(this);
    return this.#front;
  }

  async leftovers(): Promise<readonly string[]> {
    return [...this.stages].map((stage) => `a stage of ${stage.size} bytes`);
  }

  async crash(): Promise<void> {
    this.#front = undefined;
    if (this.faults.losesLastApply) await this.undoLast();
  }

  async whileSyncsFail(run: () => Promise<void>): Promise<void> {
    this.syncsFail = true;
    await run();
    this.syncsFail = false;
  }

  async whileFull(run: () => Promise<void>): Promise<void> {
    this.isFull = true;
    await run();
    this.isFull = false;
  }
}

/** The storage of one opening. A write whose sync fails is on the disk here, which may happen on a real disk, too. */
class DiskFront implements VariableStorage {
  readonly capabilities: StorageCapabilities = { durable: true, shared: false };
  readonly #disk: SimulatedDisk;
  readonly #stages = new Map<StagedContent, StagedContent>();
  readonly #closed: Promise<never>;
  #end: (reason: StorageError) => void = () => {};
  #isBroken = false;
  #wasFull = false;
  isOpen = true;

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
    this.#closed = new Promise((_resolve, reject) => {
      this.#end = reject;
    });
    this.#closed.catch(() => {});
  }

  async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    this.#check();
    this.#checkSyncs();
    if (this.#disk.isFull) throw new StorageError("full", "There is no room");
    const staging = this.#disk.kept.stage(this.#whileOpen(source));
    const inner = await Promise.race([staging, this.#closed]);
    const { stages } = this.#disk;
    stages.add(inner);
    const discard = async () => {
      stages.delete(inner);
      await inner.discard();
    };
    const stage: StagedContent = {
      size: inner.size,
      read: () => this.#whileOpen(inner.read()),
      discard,
      [Symbol.asyncDispose]: discard,
    };
    this.#stages.set(stage, inner);
    return stage;
  }

  async apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    this.#check();
    this.#checkSyncs();
    const unwrapped = changes.map((change) => this.#unwrap(change));
    const before = await this.#disk.kept.list(instanceId).catch(() => []);
    const applied = await this.#disk.kept.apply(instanceId, unwrapped);
    for (const change of unwrapped) {
      if (change.op === "put" && isStage(change.content)) this.#disk.stages.delete(change.content);
    }
    this.#disk.undoLast = () => this.#disk.kept.apply(instanceId, undo(changes, before));
    if (this.#disk.syncsFail) await this.#failSync(instanceId, unwrapped);
    return applied;
  }

  async stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    this.#check();
    return this.#disk.kept.stat(instanceId, name);
  }

  async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    this.#check();
    const variable = await this.#disk.kept.open(instanceId, name);
    if (variable === undefined) return undefined;
    return wrapVariable(variable, {
      read: (start, end) => this.#whileOpen(variable.read(start, end)),
    });
  }

  async list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    this.#check();
    return this.#disk.kept.list(instanceId, page);
  }

  async instances(page?: PageOptions): Promise<readonly string[]> {
    this.#check();
    return this.#disk.kept.instances(page);
  }

  async health(): Promise<StorageHealth> {
    const { isAlwaysWell, hidesReopening, staysFull } = this.#disk.faults;
    try {
      this.#check();
      if (!isAlwaysWell) this.#checkSyncs();
      this.#wasFull = this.#disk.isFull || (this.#wasFull && staysFull === true);
      if (this.#wasFull && !isAlwaysWell) throw new StorageError("full", "There is no room");
      return { writable: true };
    } catch (error) {
      assert.ok(error instanceof StorageError);
      const { code, message } = error;
      const told = hidesReopening ? new StorageError(code, message) : error;
      return { writable: false, reason: `the disk is ${code}`, error: told };
    }
  }

  async close(): Promise<void> {
    this.isOpen = false;
    this.#end(closedError());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #failSync(instanceId: string, changes: readonly Change[]): Promise<never> {
    this.#isBroken = !this.#disk.faults.goesOn;
    if (this.#disk.faults.givesBack) {
      const staged = changes.filter((change) => change.op === "put" && isStage(change.content));
      const emptied = staged.map((change) => ({ ...change, content: new Uint8Array(0) }));
      await this.#disk.kept.apply(instanceId, emptied);
    }
    throw new StorageError("io", "Cannot sync the simulated disk");
  }

  #checkSyncs(): void {
    if (!this.#isBroken) return;
    throw new StorageError("io", "Cannot write: a sync failed earlier", { needsReopening: true });
  }

  #check(): void {
    if (!this.isOpen) throw closedError();
  }

  async *#whileOpen(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.#check();
    for await (const chunk of chunks) {
      this.#check();
      yield chunk;
    }
    this.#check();
  }

  #unwrap(change: Change): Change {
    if (change?.op !== "put") return change;
    if (change.content instanceof Uint8Array && change.content.length > 0) {
      return { ...change, content: change.content.slice() };
    }
    if (!isStage(change.content)) return change;
    return { ...change, content: this.#stages.get(change.content) ?? change.content };
  }
}

function isStage(content: PutChange["content"]): content is StagedContent {
  return content !== null && !(content instanceof Uint8Array);
}

/** Makes changes that undo others: they restore small values and delete all other variables. */
function undo(changes: readonly Change[], before: readonly VariableRecord[]): Change[] {
  return changes.flatMap((change): Change[] => {
    if (change.op === "clear") return [];
    const record = before.find(({ name }) => name === change.name);
    if (record?.inline === undefined) return [{ op: "delete", name: change.name }];
    return [{ op: "put", ...record, content: record.inline }];
  });
}
