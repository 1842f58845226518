/**
 * Adapters that are wrong about their own health, or change something to find out. See `broken_storages.ts`.
 * @module
 */

import type { ContractSubject } from "../../adapters/contract.ts";
import type { Change } from "../../core/storage/storage.ts";
import { StorageError } from "../../core/storage/storage_error.ts";
import type { StorageHealth } from "../../core/storage/storage_health.ts";
import { type BrokenStorage, inMemory } from "./broken_storages.ts";
import { type DiskFaults, SimulatedDisk } from "./simulated_disk.ts";
import { StorageWrapper } from "./storage_wrapper.ts";

const CLOSED = new StorageError("closed", "Cannot use '/var/lib/store': it was closed", {
  needsReopening: true,
});

/** Knows its health, and asks it in a way that subclasses break. */
class Known extends StorageWrapper {
  #isClosed = false;

  async health(): Promise<StorageHealth> {
    if (!this.#isClosed) return { writable: true };
    return { writable: false, reason: "the storage is closed", error: CLOSED };
  }

  override async close(): Promise<void> {
    this.#isClosed = true;
    await this.inner.close();
  }
}

/** Rejects when it is closed. */
class RejectedHealth extends Known {
  override async health(): Promise<StorageHealth> {
    await this.inner.instances();
    return { writable: true };
  }
}

/** Leaves the variable that it writes to find out. */
class ProbeVariable extends Known {
  override async health(): Promise<StorageHealth> {
    const content = new Uint8Array(1);
    const put = { op: "put", name: "probe", type: "Bytes", valueInfo: {}, content } as const;
    await this.inner.apply("health", [put]).catch(() => {});
    return super.health();
  }
}

/** Takes each failed call for a failure of the storage. */
class NervousHealth extends Known {
  #failure: unknown;

  override async health(): Promise<StorageHealth> {
    if (this.#failure === undefined) return super.health();
    const error = new StorageError("io", "A call has failed", { cause: this.#failure });
    return { writable: false, reason: "a call has failed", error };
  }

  override apply(instanceId: string, changes: readonly Change[]) {
    const applying = this.inner.apply(instanceId, changes);
    applying.catch((error: unknown) => {
      this.#failure ??= error;
    });
    return applying;
  }
}

/** Tells the message of the error, which names a path. */
class TalkativeHealth extends Known {
  override async health(): Promise<StorageHealth> {
    const health = await super.health();
    return health.writable ? health : { ...health, reason: health.error.message };
  }
}

/** Is busy with the first call. */
class BusyHealth extends Known {
  #isBusy = false;

  override async health(): Promise<StorageHealth> {
    if (this.#isBusy) throw new StorageError("unavailable", "Cannot probe twice at once");
    this.#isBusy = true;
    await new Promise((resolve) => setImmediate(resolve));
    this.#isBusy = false;
    return super.health();
  }
}

/** The broken adapters, and the cases that must catch them. */
export const BROKEN_HEALTH: readonly BrokenStorage[] = [
  ofMemory("a rejection", RejectedHealth, "a closed storage says so"),
  ofMemory("a variable that is left", ProbeVariable, "asking changes nothing"),
  ofMemory("a failed call of a client", NervousHealth, "refused for their own sake"),
  ofMemory("a reason with a path", TalkativeHealth, "a closed storage says so"),
  ofMemory("one call at a time", BusyHealth, "any number of calls at once"),
  onDisk("always well", { isAlwaysWell: true }, "after a failed sync"),
  onDisk("no hint that it must be opened again", { hidesReopening: true }, "after a failed sync"),
  onDisk("room that is never missed", { isAlwaysWell: true }, "noticed without any write"),
  onDisk("full for ever", { staysFull: true }, "after a refused write"),
];

function ofMemory(
  fault: string,
  Broken: Parameters<typeof inMemory>[1],
  caughtBy: string,
): BrokenStorage {
  return { ...inMemory(`health: ${fault}`, Broken, "health", caughtBy), health: true };
}

function onDisk(fault: string, faults: DiskFaults, caughtBy: string): BrokenStorage {
  return {
    fault: `health: ${fault}`,
    capabilities: { durable: true, shared: false },
    group: "health",
    caughtBy,
    health: true,
    createSubject: (): ContractSubject => new SimulatedDisk(faults),
  };
}
