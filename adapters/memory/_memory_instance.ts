import type { MemoryVersion } from "./_memory_variable.ts";
import { OrderedMap } from "./_ordered_map.ts";
import { PooledBytes, ValuePool } from "./_value_pool.ts";

/** The variables of one instance, and the pool of their small values. */
export class MemoryInstance {
  readonly pool: ValuePool = new ValuePool();
  readonly #versions = new OrderedMap<MemoryVersion>();

  get size(): number {
    return this.#versions.size;
  }

  get(name: string): MemoryVersion | undefined {
    return this.#versions.get(name);
  }

  /** The names that follow `after`, at most `limit`, in order. */
  namesAfter(after: string, limit: number): string[] {
    return this.#versions.namesAfter(after, limit);
  }

  /** Sets a variable; `undefined` deletes it. */
  set(name: string, version: MemoryVersion | undefined): void {
    const versions = this.#versions;
    const before = version === undefined ? versions.delete(name) : versions.set(name, version);
    if (before?.content instanceof PooledBytes) this.pool.delete(before.content);
  }
}
