/**
 * Shared stores with one fault each. See `broken_storages.ts`.
 * @module
 */

import type { MemoryStage } from "../../adapters/memory/_memory_stage.ts";
import type { MemoryVariable } from "../../adapters/memory/_memory_variable.ts";
import { checkPrecondition } from "../../core/storage/check_precondition.ts";
import type { VariableRecord } from "../../core/storage/storage.ts";
import type { DriverChange, MaybePromise } from "../../core/storage/storage_driver.ts";
import { AnyStage } from "./broken_guards.ts";
import type { BrokenStorage } from "./broken_storages.ts";
import { SharedFront, SharedStore } from "./shared_store.ts";

type Change = DriverChange<MemoryStage>;
type Applied = readonly (VariableRecord | undefined)[];

/** Caches what it has read. */
class Remembering extends SharedFront {
  readonly #seen = new Map<string, VariableRecord | undefined>();

  override stat(instanceId: string, name: string): MaybePromise<VariableRecord | undefined> {
    const key = `${instanceId}\0${name}`;
    if (!this.#seen.has(key)) this.#seen.set(key, this.store.kept.stat(instanceId, name));
    return this.#seen.get(key);
  }

  override apply(instanceId: string, changes: readonly Change[]): MaybePromise<Applied> {
    this.#seen.clear();
    return super.apply(instanceId, changes);
  }
}

/** Checks a precondition, then gives the others a turn, then writes. */
class LateWrite extends SharedFront {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const [change] = changes;
    if (change === undefined || change.op === "clear" || change.condition === undefined) {
      return super.apply(instanceId, changes);
    }
    const { condition, ...unconditional } = change;
    const present = this.store.kept.stat(instanceId, change.name);
    checkPrecondition(condition, change.name, present?.version);
    await new Promise((resolve) => setImmediate(resolve));
    return super.apply(instanceId, [unconditional]);
  }
}

/** Counts versions independently of the others. */
class OwnVersions extends SharedFront {
  #count = 0;

  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const applied = await super.apply(instanceId, changes);
    return applied.map((record) => record && { ...record, version: `v${this.#count++}` });
  }
}

/** Takes the stages of others for leftovers of a crash. */
class SweepsAll extends SharedFront {
  constructor(store: SharedStore) {
    super(store);
    for (const stage of store.stages.keys()) stage.discard();
  }
}

/** Reads the newest bytes, not those of its version. */
class NewestBytes extends SharedFront {
  override open(instanceId: string, name: string): MaybePromise<MemoryVariable | undefined> {
    const opened = this.store.kept.open(instanceId, name);
    if (opened === undefined) return undefined;
    const { kept } = this.store;
    opened.read = async function* (start, end) {
      yield* kept.open(instanceId, name)?.read(start, end) ?? [];
    };
    return opened;
  }
}

/** Closes the store for all openers. */
class ClosesAll extends SharedFront {
  override close(): void {
    this.store.kept.close();
  }
}

/** The broken stores, and the cases that must catch them. */
export const BROKEN_SHARED_STORES: readonly BrokenStorage[] = [
  shared("an opener that remembers", Remembering, "sees the changes of the others at once"),
  shared("a late write", LateWrite, "create the same name"),
  shared("a late write, counted", LateWrite, "no update is lost"),
  shared("versions of its own", OwnVersions, "never equal"),
  shared("an opener that sweeps all", SweepsAll, "opening, sweeping and closing"),
  shared("the newest bytes", NewestBytes, "a reader outlives"),
  shared("an opener that closes all", ClosesAll, "does not end the others"),
  {
    ...shared("any opener's stage", SharedFront, "a stage of another opener"),
    createSubject() {
      const store = new SharedStore();
      return {
        open: async () => new AnyStage(await store.open()),
        leftovers: async () => [],
      };
    },
  },
];

/** Makes a broken shared store whose openers have this front. */
export function shared(
  fault: string,
  Front: new (store: SharedStore) => SharedFront,
  caughtBy: string,
  group = "sharing",
  durable = false,
): BrokenStorage {
  return {
    fault,
    capabilities: { durable, shared: true },
    group,
    caughtBy,
    createSubject: () => new SharedStore(Front, durable),
  };
}
