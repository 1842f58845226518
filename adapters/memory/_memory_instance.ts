import type { DriverPut } from "../../core/storage/storage_driver.ts";
import { OrderedMap } from "./_ordered_map.ts";
import { type StoredValue, StoredVariable } from "./_stored_variable.ts";
import { PooledBytes, ValuePool } from "./_value_pool.ts";

/** The variables of one instance, and the pool of their small values. */
export class MemoryInstance {
  readonly #pool = new ValuePool();
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

  /**
   * The place of a small value that a variable is about to get: a new one with the bytes in it, or the present one if it is
   * as long. That one `put` overwrites: what is replaced in its place leaves no blocks behind. Each 64 MiB of those had V8
   * mark the whole heap, which was most of the time that a replacement took among a million variables.
   */
  place(name: string, bytes: Uint8Array): PooledBytes {
    const present = this.#variables.get(name)?.content;
    const fits = present instanceof PooledBytes && present.size === bytes.byteLength;
    return fits ? present : this.#pool.add(bytes);
  }

  /** Sets a variable. Cannot fail. */
  put({ name, content }: DriverPut<unknown>, value: StoredValue): StoredVariable {
    const present = this.#variables.get(name);
    if (present === undefined) {
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
    if (before !== undefined) this.#release(before.content);
  }

  #release(content: StoredValue["content"]): void {
    if (content instanceof PooledBytes) this.#pool.delete(content);
  }
}
