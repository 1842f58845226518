import type { Fault } from "./fault.ts";

/** Makes one fault of several that fit together. */
export function mergeFaults(faults: readonly Fault[]): Fault {
  const of = <Name extends keyof Fault>(name: Name): Fault[Name] | undefined =>
    faults.find((fault) => fault[name] !== undefined)?.[name];
  return {
    delay: of("delay"),
    status: of("status"),
    type: of("type"),
    message: of("message"),
    code: of("code"),
    storage: of("storage"),
    optimisticLocking: of("optimisticLocking"),
    afterOperation: of("afterOperation"),
    delayAnswer: of("delayAnswer"),
    headers: of("headers"),
    body: of("body"),
    drip: of("drip"),
    reset: of("reset"),
    afterBytes: of("afterBytes"),
  };
}
