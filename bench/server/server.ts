import type { ProcessMemory } from "./process_memory.ts";

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A server that runs and is measured. */
export interface Server extends Address {
  /** `undefined` if its process is not known. */
  readonly memory: ProcessMemory | undefined;

  /**
   * Makes the path of a variable's data.
   *
   * @param name The variable's name.
   * @param instance Number of the process instance, from 0. Default 0.
   */
  path(name: string, instance?: number): string;

  /** Ends what was started for the benchmark. */
  stop(): Promise<void>;
}
