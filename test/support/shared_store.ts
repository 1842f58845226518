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

type Change = DriverChange<MemoryStage>;
type Applied = readonly (VariableRecord | undefined)[];

/**
 * A store that several open at once, without a disk or a network. All openers share one memory, and each has a front of its own. It
 * shows that the cases of shared stores can pass and, with a broken front, that they can fail.
 */
export class SharedStore implements ContractSubject {
  readonly kept = new MemoryDriver();
  /** The stages of all openers that are neither used up nor discarded. */
  readonly stages = new Set<MemoryStage>();
  readonly #Front: new (
    store: SharedStore,
  ) => SharedFront;

  constructor(Front: new (store: SharedStore) => SharedFront = SharedFront) {
    this.#Front = Front;
  }

  async open(): Promise<VariableStorage> {
    return new GuardedStorage(new this.#Front(this));
  }

  async leftovers(): Promise<readonly string[]> {
    return [...this.stages].map((stage) => `a stage of ${stage.size} bytes`);
  }
}

/** The storage driver of one opener. Subclasses override what they do differently. */
export class SharedFront implements StorageDriver<MemoryStage> {
  readonly capabilities: StorageCapabilities = { durable: false, shared: true };
  protected readonly store: SharedStore;
  /** The stages of this opener. They end with it. */
  readonly #stages = new Set<MemoryStage>();

  constructor(store: SharedStore) {
    this.store = store;
  }

  stage(): StageWriter<MemoryStage> {
    const writer = this.store.kept.stage();
    return {
      write: (chunk) => writer.write(chunk),
      finish: () => {
        const stage = writer.finish();
        const { discard } = stage;
        this.#stages.add(stage);
        this.store.stages.add(stage);
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
    for (const stage of this.#stages) this.#forget(stage);
  }

  #forget(stage: MemoryStage): void {
    this.#stages.delete(stage);
    this.store.stages.delete(stage);
  }
}
