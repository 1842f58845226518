/**
 * Shared stores with one fault each in how several openers write. Each fault is one that SQL invites. See `broken_storages.ts`.
 * @module
 */

import type { MemoryStage } from "../../adapters/memory/_memory_stage.ts";
import { nextTurn } from "../../core/_next_turn.ts";
import { checkPrecondition } from "../../core/storage/check_precondition.ts";
import type { VariableRecord } from "../../core/storage/storage.ts";
import type { DriverChange, MaybePromise } from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { shared } from "./broken_shared_stores.ts";
import type { BrokenStorage } from "./broken_storages.ts";
import { SharedFront, type SharedStore } from "./shared_store.ts";

type Change = DriverChange<MemoryStage>;
type Applied = readonly (VariableRecord | undefined)[];

/** Checks all conditions, then gives the others a turn, then writes. A lock of rows does not help: there are none yet. */
class LateBatch extends SharedFront {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    for (const change of changes) {
      if (change.op === "clear" || change.condition === undefined) continue;
      const present = this.store.kept.stat(instanceId, change.name);
      checkPrecondition(change.condition, change.name, present?.version);
    }
    await nextTurn();
    const unconditional = changes.map((change): Change => {
      if (change.op === "clear") return change;
      const { condition: _, ...rest } = change;
      return rest;
    });
    return super.apply(instanceId, unconditional);
  }
}

const LOCKS = new WeakMap<SharedStore, Map<string, object>>();

/** Locks the variables of a batch one after the other in the order of the batch. Two that wait for each other fail. */
class LocksInOrder extends SharedFront {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const locks = LOCKS.get(this.store) ?? new Map<string, object>();
    LOCKS.set(this.store, locks);
    const call = {};
    try {
      for (const change of changes) {
        const lock = `${instanceId}\0${change.op === "clear" ? "" : change.name}`;
        for (let turns = 0; locks.has(lock); turns++) {
          if (turns === 30) throw new StorageError("io", "Cannot lock: deadlock detected");
          await nextTurn();
        }
        locks.set(lock, call);
        await nextTurn();
      }
      return await super.apply(instanceId, changes);
    } finally {
      for (const [lock, holder] of locks) if (holder === call) locks.delete(lock);
    }
  }
}

/** Commits the changes of a batch one by one, with turns between them. */
export class StepByStep extends SharedFront {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const applied: (VariableRecord | undefined)[] = [];
    for (const change of changes) {
      applied.push(...(await super.apply(instanceId, [change])));
      await nextTurn();
    }
    return applied;
  }
}

/** Clears what its statement saw when it began. What others have put since stays. */
class ClearsWhatItSaw extends SharedFront {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    if (changes[0]?.op !== "clear") return super.apply(instanceId, changes);
    const seen = this.store.kept.list(instanceId, "", 10_000);
    for (let turns = 0; turns < 3; turns++) await nextTurn();
    const deletions = seen.map(({ name }): Change => ({ op: "delete", name }));
    if (deletions.length > 0) await super.apply(instanceId, deletions);
    return [undefined];
  }
}

/** Says that it has cleared an instance before it does. */
class LateClear extends SharedFront {
  override apply(instanceId: string, changes: readonly Change[]): MaybePromise<Applied> {
    if (changes[0]?.op !== "clear") return super.apply(instanceId, changes);
    nextTurn().then(() => this.store.kept.apply(instanceId, changes));
    return [undefined];
  }
}

/** Writes all puts of a turn by one statement, in which a name may be only once. */
class OneStatement extends SharedFront {
  readonly #names = new Set<string>();

  override apply(instanceId: string, changes: readonly Change[]): MaybePromise<Applied> {
    const names = changes.flatMap((change) => (change.op === "put" ? change.name : []));
    const keys = names.map((name) => `${instanceId}\0${name}`);
    if (keys.some((key) => this.#names.has(key))) {
      throw new StorageError("io", "ON CONFLICT DO UPDATE command cannot affect row a second time");
    }
    for (const key of keys) this.#names.add(key);
    nextTurn().then(() => this.#names.clear());
    return super.apply(instanceId, changes);
  }
}

/** Makes the deletions of a turn before its puts. */
class DeletesFirst extends SharedFront {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    if (changes.some(({ op }) => op === "put")) await nextTurn();
    return super.apply(instanceId, changes);
  }
}

/** Forgets contents that other calls of the same turn have replaced. */
class ForgetsReplaced extends SharedFront {
  readonly #contents = new Map<string, MemoryStage>();

  override apply(instanceId: string, changes: readonly Change[]): MaybePromise<Applied> {
    const applied = super.apply(instanceId, changes);
    for (const change of changes) {
      if (change.op !== "put") continue;
      const { name, content } = change;
      const replaced = this.#contents.get(name);
      if (replaced !== undefined) this.store.stages.set(replaced, Number.POSITIVE_INFINITY);
      if (content !== null && "blocks" in content) this.#contents.set(name, content);
    }
    nextTurn().then(() => this.#contents.clear());
    return applied;
  }
}

/** The broken stores, and the cases that must catch them. */
export const BROKEN_SHARED_WRITES: readonly BrokenStorage[] = [
  broken("a late batch", LateBatch, "create the same names in different orders"),
  broken("locks in any order", LocksInOrder, "create the same names in different orders"),
  broken("locks in any order, counted", LocksInOrder, "only conditions refuse them"),
  broken("a batch in steps", StepByStep, "with conditions in any order are whole"),
  broken("a clear of what it saw", ClearsWhatItSaw, "while one opener clears", "shared clears"),
  broken("a late clear", LateClear, "after another opener has cleared", "shared clears"),
  broken("one statement a turn", OneStatement, "the last one of an opener stands"),
  broken("deletions first", DeletesFirst, "the last one of an opener stands"),
  broken("replaced contents forgotten", ForgetsReplaced, "nothing of the others is left"),
];

function broken(
  fault: string,
  Front: new (store: SharedStore) => SharedFront,
  caughtBy: string,
  group = "shared writes",
): BrokenStorage {
  return shared(fault, Front, caughtBy, group);
}
