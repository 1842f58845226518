import { CheckedChunks } from "./_checked_chunks.ts";
import type { Lifetime } from "./_lifetime.ts";
import { checkRange } from "./check_range.ts";
import type { OpenVariable, VariableRecord } from "./storage.ts";
import type { DriverVariable } from "./storage_driver.ts";
import { StorageError } from "./storage_error.ts";

/** The guard of a driver's open variable. It allows reads until the variable or its storage is closed. */
export class GuardedVariable implements OpenVariable {
  readonly record: VariableRecord;
  readonly #lifetime: Lifetime;
  /** `undefined` after `close`. */
  #variable: DriverVariable | undefined;

  /**
   * @param lifetime The lifetime of its storage.
   * @param variable The driver's open variable.
   */
  constructor(lifetime: Lifetime, variable: DriverVariable) {
    this.record = variable.record;
    this.#lifetime = lifetime;
    this.#variable = variable;
  }

  read(start = 0, end: number = this.record.size): AsyncIterable<Uint8Array> {
    return new CheckedChunks(
      () => this.#check(),
      () => {
        checkRange(start, end, this.record.size);
        return this.#check().read(start, end);
      },
    );
  }

  close(): Promise<void> {
    const variable = this.#variable;
    this.#variable = undefined;
    // A closed storage has released its variables already.
    if (variable === undefined || !this.#lifetime.isOpen) return Promise.resolve();
    return this.#lifetime.track(variable.close());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #check(): DriverVariable {
    this.#lifetime.check();
    if (this.#variable !== undefined) return this.#variable;
    throw new StorageError("closed", `Cannot read variable '${this.record.name}': it was closed`);
  }
}
