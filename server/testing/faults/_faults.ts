import { setMaxListeners } from "node:events";
import type { CallTarget } from "../_engine_call.ts";
import { checkFault } from "./_check_fault.ts";
import { checkFaultFilter } from "./_check_fault_filter.ts";
import { fitTogether } from "./_fault_parts.ts";
import { SetFault } from "./_set_fault.ts";
import type { Fault } from "./fault.ts";
import type { FaultFilter } from "./fault_filter.ts";
import type { FaultHandle } from "./fault_handle.ts";

/** The faults that a test has set. */
export class Faults {
  #set: SetFault[] = [];
  #reset = manyListeners();

  /**
   * Sets a fault.
   *
   * @param filter Selects the requests to which it applies.
   * @param fault What goes wrong with them.
   * @throws {TypeError} If one of them has an unknown member, or one of a wrong kind.
   * @throws {RangeError} If a number is out of its range.
   */
  add(filter: FaultFilter, fault: Fault): FaultHandle {
    checkFaultFilter(filter);
    checkFault(fault);
    const set = new SetFault(filter, fault);
    this.#set.push(set);
    return set;
  }

  /**
   * Takes the faults that apply to a request. A fault that does not go together with one that was set before it waits for the next
   * request.
   */
  take(target: CallTarget): readonly Fault[] {
    const taken: Fault[] = [];
    for (const set of this.#set) {
      if (!set.isDue(target) || !taken.every((fault) => fitTogether(fault, set.fault))) continue;
      set.use();
      taken.push(set.fault);
    }
    this.#set = this.#set.filter((set) => !set.isOver);
    return taken;
  }

  /** Aborts when the faults of now are removed. */
  get signal(): AbortSignal {
    return this.#reset.signal;
  }

  /** Removes all faults, and resets the connections of the requests that wait because of one. */
  reset(): void {
    this.#set = [];
    this.#reset.abort();
    this.#reset = manyListeners();
  }
}

/** Node warns of more than ten listeners, but any number of requests may wait. */
function manyListeners(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
