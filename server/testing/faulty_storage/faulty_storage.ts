import { describeValue } from "../../../core/errors/_describe_value.ts";
import { GuardedStorage } from "../../../core/storage/guarded_storage.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { FaultPlan } from "./_fault_plan.ts";
import { FaultyDriver } from "./_faulty_driver.ts";
import type { FaultyStage } from "./_faulty_stage.ts";
import type { CallCounts, StorageFaults } from "./storage_faults.ts";

/** A storage that is late and fails as a test tells it to. */
export interface FaultyStorage extends VariableStorage {
  /** How often each step was called so far, such as `calls.apply`. */
  readonly calls: CallCounts;
  /**
   * Replaces all faults; `{}` ends them. `nth` counts from here. Calls that have met a fault already are not changed.
   *
   * @throws {TypeError | RangeError} As {@linkcode faultyStorage}.
   */
  setFaults(faults: StorageFaults): void;
}

/**
 * Puts delays and failures in front of a storage, to test what stands on it. Where nothing goes wrong, it is as the storage is; where
 * something does, it still keeps the contract of storages: a call that fails has changed nothing, unless its error says
 * `mayBeStored`, and a read that fails throws and never ends short.
 *
 * @param storage Any storage. It is closed with the faulty one.
 * @param faults What goes wrong at first. Default: nothing.
 * @throws {TypeError} If it is no storage, a member is unknown, or a fault cannot be, such as a fault of `query` if the storage has none.
 * @throws {RangeError} If a number is out of its range.
 *
 * @example
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import { faultyStorage } from "varpost/testing";
 * import assert from "node:assert/strict";
 *
 * const storage = faultyStorage(new MemoryStorage(), { apply: { error: "full", nth: 2, times: 1 } });
 * const variables = new ProcessVariables({ storage });
 * const one = { value: 1, type: "Integer" };
 * await variables.set("order-7", "first", one);
 * await assert.rejects(variables.set("order-7", "second", one), { name: "StorageError", code: "full" });
 * await variables.set("order-7", "third", one);
 *
 * storage.setFaults({ stat: { error: "unavailable" }, open: { error: "unavailable", delay: 10 } });
 * await assert.rejects(variables.get("order-7", "first"), { code: "unavailable" });
 * storage.setFaults({});
 * assert.equal((await variables.get("order-7", "first")).value, 1);
 * assert.equal(storage.calls.apply, 3);
 * ```
 */
export function faultyStorage(storage: VariableStorage, faults: StorageFaults = {}): FaultyStorage {
  if (typeof storage?.stage !== "function") {
    throw new TypeError(
      `Cannot put faults in front of a storage: it is ${describeValue(storage)}; pass one that is open, such as 'new MemoryStorage()'`,
    );
  }
  const optional = ["query", "health"] as const;
  const plan = new FaultPlan(optional.filter((step) => storage[step] === undefined));
  plan.set(faults);
  return new GuardedFaultyStorage(storage, plan);
}

class GuardedFaultyStorage extends GuardedStorage<FaultyStage> implements FaultyStorage {
  readonly #plan: FaultPlan;

  constructor(inner: VariableStorage, plan: FaultPlan) {
    super(new FaultyDriver(inner, plan));
    this.#plan = plan;
  }

  get calls(): CallCounts {
    return this.#plan.calls;
  }

  setFaults(faults: StorageFaults): void {
    this.#plan.set(faults);
  }

  /** Waits for running calls, which need not be late any more. */
  override close(): Promise<void> {
    this.#plan.wake();
    return super.close();
  }
}
