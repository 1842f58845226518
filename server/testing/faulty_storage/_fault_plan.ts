import { StorageError, type StorageErrorCode } from "../../../core/storage/storage_error.ts";
import { clearTimeout, setTimeout } from "../../node/_timers.ts";
import { type CheckedFault, checkStorageFaults } from "./_check_storage_faults.ts";
import type { CallCounts, StorageFaults, StorageStep } from "./storage_faults.ts";

/** What cannot be done if a step fails, for messages. */
const TASKS: Readonly<Record<StorageStep, string>> = {
  stage: "stage the content",
  readStage: "read the stage",
  discard: "discard the stage",
  apply: "apply the changes",
  stat: "read the record",
  open: "open the variable",
  read: "read the variable",
  closeVariable: "close the variable",
  list: "list the variables",
  instances: "list the instances",
  query: "find the variables",
  health: "find out whether the storage takes writes",
  close: "close the storage",
};

/** A fault that a call meets. */
export interface MetFault extends Pick<CheckedFault, "afterBytes" | "afterChange"> {
  /** Waits, and then throws if the call is to fail. */
  strike(): Promise<void>;
}

/** Counts the calls of each step, and knows which of them meet a fault. */
export class FaultPlan {
  readonly #lacking: readonly StorageStep[];
  readonly #calls: Record<StorageStep, number> = {
    stage: 0,
    readStage: 0,
    discard: 0,
    apply: 0,
    stat: 0,
    open: 0,
    read: 0,
    closeVariable: 0,
    list: 0,
    instances: 0,
    query: 0,
    health: 0,
    close: 0,
  };
  /** How many calls had been counted when the faults were set. */
  #earlier: CallCounts = this.calls;
  #faults: ReadonlyMap<StorageStep, CheckedFault> = new Map();
  /** Ends each wait that is under way. */
  readonly #waits = new Set<() => void>();

  /** @param lacking The optional steps that the storage lacks. */
  constructor(lacking: readonly StorageStep[]) {
    this.#lacking = lacking;
  }

  /** How often each step was called. */
  get calls(): CallCounts {
    return { ...this.#calls };
  }

  /** Replaces all faults. */
  set(faults: StorageFaults): void {
    this.#faults = checkStorageFaults(faults, this.#lacking);
    this.#earlier = this.calls;
  }

  /** Counts a call. Gives the fault that it meets; `undefined` if it meets none. */
  meet(step: StorageStep): MetFault | undefined {
    const number = ++this.#calls[step] - this.#earlier[step];
    const fault = this.#faults.get(step);
    if (fault === undefined || number < fault.nth || number >= fault.nth + fault.times) {
      return undefined;
    }
    const { afterBytes, afterChange } = fault;
    return { afterBytes, afterChange, strike: () => this.#strike(step, fault) };
  }

  /** Ends all waits that are under way. */
  wake(): void {
    for (const end of this.#waits) end();
  }

  async #strike(step: StorageStep, { delay, error, afterChange }: CheckedFault): Promise<void> {
    if (delay > 0) await this.#wait(delay);
    if (typeof error === "string") throw makeError(step, error, afterChange);
    if (error !== undefined) throw error;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#waits.delete(end);
        resolve();
      };
      // A timer of Node cannot wait for `Infinity`: it would fire at once.
      const timer = ms === Infinity ? undefined : setTimeout(end, ms);
      this.#waits.add(end);
    });
  }
}

function makeError(step: StorageStep, code: StorageErrorCode, mayBeStored: boolean): StorageError {
  const message = `Cannot ${TASKS[step]}: a fault of faultyStorage() says '${code}'`;
  return new StorageError(code, message, { mayBeStored });
}
