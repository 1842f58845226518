import { OrderedMap } from "./_ordered_map.ts";
import { type StoredValue, StoredVariable } from "./_stored_variable.ts";
import { PooledBytes, ValuePool } from "./_value_pool.ts";

/** The variables of one instance, and the pool of their small values. */
export class MemoryInstance {
  readonly pool: ValuePool = new ValuePool();
  readonly #variables = new OrderedMap<StoredVariable>();

  get size(): number {
    return this.#variables.size;
  }

  get(name: string): StoredVariable | undefined {
    return this.#variables.get(name);
  }

  /** The names that follow `after`, at most `limit`, in order. */
  namesAfter(after: string, limit: number): string[] {
    return this.#variables.namesAfter(after, limit);
  }

  put(name: string, value: StoredValue): StoredVariable {
    const present = this.#variables.get(name);
    if (present === undefined) {
      const variable = new StoredVariable(name, value);
      this.#variables.set(name, variable);
      return variable;
    }
    const before = present.content;
    present.replace(value);
    this.#release(before);
    return present;
  }

  delete(name: string): void {
    const before = this.#variables.delete(name);
    if (before !== undefined) this.#release(before.content);
  }

  #release(content: StoredValue["content"]): void {
    if (content instanceof PooledBytes) this.pool.delete(content);
  }
}
