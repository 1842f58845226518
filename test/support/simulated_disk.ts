import type { ContractSubject } from "../../adapters/contract.ts";
import { MemoryStorage } from "../../adapters/memory.ts";
import type {
  Change,
  OpenVariable,
  PageOptions,
  StagedContent,
  StorageCapabilities,
  VariableRecord,
  VariableStorage,
} from "../../core/storage/storage.ts";
import { StorageError } from "../../core/storage/storage_error.ts";

/** What a simulated disk does wrong. */
export interface DiskFaults {
  /** The last `apply` before a crash is undone, though it was acknowledged. */
  readonly losesLastApply?: boolean;
  /** Stages that a crash left are not swept. */
  readonly doesNotSweep?: boolean;
  /** A store that is open can be opened again. */
  readonly doesNotLock?: boolean;
}

/**
 * A durable store without a disk: what survives "the process" is a `MemoryStorage`, and each opening has a front of its
 * own. It shows that the durability cases can pass, and, with a fault, that they can fail.
 */
export class SimulatedDisk implements ContractSubject {
  readonly kept = new MemoryStorage();
  /** Stages that nobody has used or discarded. */
  readonly stages = new Set<StagedContent>();
  readonly faults: DiskFaults;
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
}

class DiskFront implements VariableStorage {
  readonly capabilities: StorageCapabilities = { durable: true, shared: false };
  readonly #disk: SimulatedDisk;
  readonly #stages = new Map<StagedContent, StagedContent>();
  isOpen = true;

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
  }

  async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    this.#check();
    const inner = await this.#disk.kept.stage(this.#whileOpen(source));
    const { stages } = this.#disk;
    stages.add(inner);
    const stage: StagedContent = {
      size: inner.size,
      read: () => this.#whileOpen(inner.read()),
      discard: async () => {
        stages.delete(inner);
        await inner.discard();
      },
    };
    this.#stages.set(stage, inner);
    return stage;
  }

  async apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    this.#check();
    const before = await this.#disk.kept.list(instanceId).catch(() => []);
    const unwrapped = changes.map((change) => this.#unwrap(change));
    const applied = await this.#disk.kept.apply(instanceId, unwrapped);
    for (const change of unwrapped) {
      if (change.op === "put" && isStage(change.content)) this.#disk.stages.delete(change.content);
    }
    this.#disk.undoLast = () => this.#disk.kept.apply(instanceId, undo(changes, before));
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
    return {
      record: variable.record,
      read: (start, end) => this.#whileOpen(variable.read(start, end)),
      close: () => variable.close(),
    };
  }

  async list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    this.#check();
    return this.#disk.kept.list(instanceId, page);
  }

  async instances(page?: PageOptions): Promise<readonly string[]> {
    this.#check();
    return this.#disk.kept.instances(page);
  }

  async close(): Promise<void> {
    this.isOpen = false;
  }

  #check(): void {
    if (!this.isOpen) throw new StorageError("closed", "Cannot use the simulated disk: closed");
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
    if (change.op !== "put" || !isStage(change.content)) return change;
    return { ...change, content: this.#stages.get(change.content) ?? change.content };
  }
}

function isStage(content: StagedContent | Uint8Array | null): content is StagedContent {
  return content !== null && !(content instanceof Uint8Array);
}

/** Restores small values and takes away all else that the changes did. */
function undo(changes: readonly Change[], before: readonly VariableRecord[]): Change[] {
  return changes.flatMap((change): Change[] => {
    if (change.op === "clear") return [];
    const record = before.find(({ name }) => name === change.name);
    if (record?.inline === undefined) return [{ op: "delete", name: change.name }];
    return [{ op: "put", ...record, content: record.inline }];
  });
}
