/**
 * Durable shared stores with one fault each in what is left of a killed process. See `broken_storages.ts`.
 * @module
 */

import type { MemoryStage } from "../../adapters/memory/_memory_stage.ts";
import { nextTurn } from "../../core/_next_turn.ts";
import type { VariableRecord } from "../../core/storage/storage.ts";
import type { DriverChange } from "../../core/storage/storage_driver.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import { shared } from "./broken_shared_stores.ts";
import type { BrokenStorage } from "./broken_storages.ts";
import { SharedFront, type SharedStore } from "./shared_store.ts";

type Change = DriverChange<MemoryStage>;
type Applied = readonly (VariableRecord | undefined)[];

/** Removes only what it made itself. */
class SweepsNothing extends SharedFront {
  override sweep(): void {}
}

/** Does not prolong the leases of its stages. */
class NoHeartbeat extends SharedFront {
  override prolong(): void {}
}

/** Commits the changes of a batch one by one, and is killed between them. */
class KilledBetween extends SharedFront {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const applied: (VariableRecord | undefined)[] = [];
    for (const change of changes) {
      applied.push(...(await super.apply(instanceId, [change])));
      await nextTurn();
    }
    return applied;
  }
}

const LOCKS = new WeakMap<SharedStore, SharedFront>();

/** Locks the store for the time of its session, as an advisory lock of a session does, and does not wait for ever. */
class LockOfSession extends SharedFront {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const holder = LOCKS.get(this.store) ?? this;
    if (holder !== this) throw new StorageError("io", "Cannot lock the store: another one has it");
    LOCKS.set(this.store, this);
    await nextTurn();
    const applied = await super.apply(instanceId, changes);
    LOCKS.delete(this.store);
    return applied;
  }
}

/** Acknowledges its changes one turn before it commits them. */
class AcknowledgesEarly extends SharedFront {
  #calls = 0;

  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    nextTurn().then(() => {
      if (this.isAlive) this.store.kept.apply(instanceId, changes);
    });
    const version = `early${this.#calls++}`;
    return changes.map((change) => {
      if (change.op !== "put") return undefined;
      const { name, type, valueInfo, content } = change;
      const isNull = content === null;
      const size = content instanceof Uint8Array ? content.length : (content?.size ?? 0);
      return { name, type, valueInfo, isNull, size, version, updatedAt: new Date() };
    });
  }
}

/** The broken stores, and the cases that must catch them. */
export const BROKEN_SHARED_CRASHES: readonly BrokenStorage[] = [
  broken("no sweep of what others left", SweepsNothing, "what a killed opener staged"),
  broken("no sweep after all were killed", SweepsNothing, "when all openers were killed"),
  broken("no heartbeat", NoHeartbeat, "what a living one stages stays"),
  broken("killed between two changes", KilledBetween, "leaves whole batches"),
  broken("acknowledged too early", AcknowledgesEarly, "loses no acknowledged one"),
  broken("a lock of a killed session", LockOfSession, "blocks nobody"),
];

function broken(
  fault: string,
  Front: new (store: SharedStore) => SharedFront,
  caughtBy: string,
): BrokenStorage {
  return shared(fault, Front, caughtBy, "shared crashes", true);
}
