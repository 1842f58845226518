import type { DriverPut } from "../../core/storage/storage_driver.ts";
import type { NameIndex } from "../_name_index.ts";
import { OrderedMap } from "../_ordered_map.ts";
import type { InstanceNames } from "../key_query/_variable_keys.ts";
import { type StoredValue, StoredVariable } from "./_stored_variable.ts";
import { PooledBytes, ValuePool } from "./_value_pool.ts";

/** The variables of one instance, and the pool of their small values. */
export class MemoryInstance implements InstanceNames {
  readonly id: string;
  readonly #index: NameIndex;
  readonly #pool = new ValuePool();
  readonly #variables = new OrderedMap<StoredVariable>();

  /** @param index Is told of each variable that comes or goes. */
  constructor(id: string, index: NameIndex) {
    this.id = id;
    this.#index = index;
  }

  get size(): number {
    return this.#variables.size;
  }

  rank(name: string): number {
    return this.#variables.rank(name);
  }

  slice(from: number, to: number): string[] {
    return this.#variables.slice(from, to);
  }

  get(name: string): StoredVariable | undefined {
    return this.#variables.get(name);
  }

  /** Returns the first `limit` names that come after `after`. */
  namesAfter(after: string, limit: number): string[] {
    return this.#variables.namesAfter(after, limit);
  }

  /**
   * Finds a place for a small value that a variable is about to get. If the present value has the same size, it is the present
   * place, and `put` then overwrites the bytes. Else it is a new place with the bytes in it. Overwriting leaves no unused blocks:
   * for each 64 MiB of these, V8 marked the whole heap, which took most of the time of a replacement among a million variables.
   */
  place(name: string, bytes: Uint8Array): PooledBytes {
    const present = this.#variables.get(name)?.content;
    const fits = present instanceof PooledBytes && present.size === bytes.byteLength;
    return fits ? present : this.#pool.add(bytes);
  }

  /** Sets a variable. Never throws. */
  put({ name: given, content }: DriverPut<unknown>, value: StoredValue): StoredVariable {
    const present = this.#variables.get(given);
    if (present === undefined) {
      const name = this.#index.add(given, this.id);
      const variable = new StoredVariable(name, value);
      this.#variables.set(name, variable);
      return variable;
    }
    const before = present.content;
    present.replace(value);
    if (before !== value.content) this.#release(before);
    else if (before instanceof PooledBytes && content instanceof Uint8Array)
      before.overwrite(content);
    return present;
  }

  delete(name: string): void {
    const before = this.#variables.delete(name);
    if (before === undefined) return;
    this.#release(before.content);
    this.#index.delete(name, this.id);
  }

  #release(content: StoredValue["content"]): void {
    if (content instanceof PooledBytes) this.#pool.delete(content);
  }
}
