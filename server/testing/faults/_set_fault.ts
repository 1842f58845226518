import type { CallTarget } from "../_engine_call.ts";
import { selects } from "../_selects.ts";
import type { Fault } from "./fault.ts";
import type { FaultFilter } from "./fault_filter.ts";
import type { FaultHandle } from "./fault_handle.ts";

/** A fault, and the requests to which it still applies. */
export class SetFault implements FaultHandle {
  readonly fault: Fault;
  readonly #filter: FaultFilter;
  readonly #times: number;
  /** The number of further requests that the fault lets pass. */
  #passing: number;
  #used = 0;
  #isRemoved = false;

  /**
   * @param filter Selects its requests. It has been checked.
   * @param fault The fault. It has been checked.
   */
  constructor({ nth = 1, times = 1, ...filter }: FaultFilter, fault: Fault) {
    this.fault = { ...fault };
    this.#filter = filter;
    this.#times = times;
    this.#passing = nth - 1;
  }

  get used(): number {
    return this.#used;
  }

  /** Whether it applies to no later request. */
  get isOver(): boolean {
    return this.#isRemoved || this.#used >= this.#times;
  }

  /** Counts a request. Returns whether the fault is to apply to it. */
  isDue(target: CallTarget): boolean {
    if (this.isOver || !selects(this.#filter, target)) return false;
    if (this.#passing === 0) return true;
    this.#passing -= 1;
    return false;
  }

  /** Notes that it applies to a request. */
  use(): void {
    this.#used += 1;
  }

  remove(): void {
    this.#isRemoved = true;
  }

  [Symbol.dispose](): void {
    this.remove();
  }
}
