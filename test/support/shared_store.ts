import type { ContractSubject } from "../../adapters/contract.ts";
import { MemoryDriver } from "../../adapters/memory/_memory_driver.ts";
import type { MemoryStage } from "../../adapters/memory/_memory_stage.ts";
import type { MemoryVariable } from "../../adapters/memory/_memory_variable.ts";
import { GuardedStorage } from "../../core/storage/guarded_storage.ts";
import type {
  StorageCapabilities,
  VariableRecord,
  VariableStorage,
} from "../../core/storage/storage.ts";
import type {
  DriverChange,
  MaybePromise,
  StageWriter,
  StorageDriver,
} from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";

type Change = DriverChange<MemoryStage>;
type Applied = readonly (VariableRecord | undefined)[];

/** A lease ends after so many looks for leftovers, if nobody prolongs it. */
const LEASE_LOOKS = 5;

/**
 * A store that several open at once, without a disk or a network. All openers share one memory, and each has a front of its own. It
 * shows that the cases of shared stores can pass and, with a broken front, that they can fail.
 *
 * It may be durable: the memory survives "the processes" that open it. What a killed one has staged goes when its lease has run out.
 * Time is counted in looks for leftovers, so that nothing depends on a clock.
 */
export class SharedStore implements ContractSubject {
  readonly kept = new MemoryDriver();
  readonly capabilities: StorageCapabilities;
  /** The stages of all openers that are neither used up nor discarded, and the look with which the lease of each ends. */
  readonly stages = new Map<MemoryStage, number>();
  /** How often somebody has looked for leftovers. */
  looks = 0;
  readonly #opened = new Map<VariableStorage, SharedFront>();
  readonly #Front: new (
    store: SharedStore,
  ) => SharedFront;

  constructor(Front: new (store: SharedStore) => SharedFront = SharedFront, durable = false) {
    this.#Front = Front;
    this.capabilities = { durable, shared: true };
  }

  async open(): Promise<VariableStorage> {
    const front = new this.#Front(this);
    const storage = new GuardedStorage(front);
    this.#opened.set(storage, front);
    return storage;
  }

  async leftovers(): Promise<readonly string[]> {
    this.looks++;
    const alive = [...this.#opened.values()].filter(({ isAlive }) => isAlive);
    for (const front of alive) front.prolong();
    for (const front of alive) front.sweep();
    return [...this.stages.keys()].map((stage) => `a stage of ${stage.size} bytes`);
  }

  async crash(only?: VariableStorage): Promise<void> {
    for (const [storage, front] of this.#opened) {
      if (only === undefined || storage === only) front.isAlive = false;
    }
  }
}

/** The storage driver of one opener. Subclasses override what they do differently. */
export class SharedFront implements StorageDriver<MemoryStage> {
  readonly capabilities: StorageCapabilities;
  /** Whether it is neither closed nor killed. */
  isAlive = true;
  protected readonly store: SharedStore;
  readonly #stages = new Set<MemoryStage>();

  constructor(store: SharedStore) {
    this.store = store;
    this.capabilities = store.capabilities;
  }

  /** Prolongs the leases of its own stages. */
  prolong(): void {
    for (const stage of this.#stages) this.#lease(stage);
  }

  /** Removes all stages whose leases have run out, whoever made them. */
  sweep(): void {
    for (const [stage, end] of this.store.stages) if (end < this.store.looks) stage.discard();
  }

  stage(): StageWriter<MemoryStage> {
    const writer = this.store.kept.stage();
    return {
      write: (chunk) => writer.write(chunk),
      finish: () => {
        const stage = writer.finish();
        const { discard } = stage;
        this.#stages.add(stage);
        this.#lease(stage);
        stage.discard = () => {
          this.#forget(stage);
          discard.call(stage);
        };
        return stage;
      },
      abort: () => writer.abort(),
    };
  }

  apply(instanceId: string, changes: readonly Change[]): MaybePromise<Applied> {
    if (!this.isAlive)
      throw new StorageError("io", "Cannot apply the changes: the process is dead");
    const applied = this.store.kept.apply(instanceId, changes);
    for (const change of changes) {
      if (change.op === "put" && change.content !== null && "blocks" in change.content) {
        this.#forget(change.content);
      }
    }
    return applied;
  }

  stat(instanceId: string, name: string): MaybePromise<VariableRecord | undefined> {
    return this.store.kept.stat(instanceId, name);
  }

  open(instanceId: string, name: string): MaybePromise<MemoryVariable | undefined> {
    return this.store.kept.open(instanceId, name);
  }

  list(instanceId: string, after: string, limit: number): MaybePromise<readonly VariableRecord[]> {
    return this.store.kept.list(instanceId, after, limit);
  }

  instances(after: string, limit: number): MaybePromise<readonly string[]> {
    return this.store.kept.instances(after, limit);
  }

  close(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    for (const stage of this.#stages) this.#forget(stage);
  }

  #lease(stage: MemoryStage): void {
    this.store.stages.set(stage, this.store.looks + LEASE_LOOKS);
  }

  #forget(stage: MemoryStage): void {
    this.#stages.delete(stage);
    this.store.stages.delete(stage);
  }
}
