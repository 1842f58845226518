import { NameMap } from "../_name_map.ts";
import { SortedNames } from "../_sorted_names.ts";

/** A map that also knows the order of its names. */
export class OrderedMap<Value> {
  #values = new NameMap<Value>();
  #names = new SortedNames();

  get size(): number {
    return this.#values.size;
  }

  get(name: string): Value | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: Value): void {
    const before = this.#values.size;
    this.#values.set(name, value);
    if (this.#values.size !== before) this.#names.add(name);
  }

  delete(name: string): void {
    if (this.#values.delete(name)) this.#names.delete(name);
  }

  clear(): void {
    this.#values = new NameMap();
    this.#names = new SortedNames();
  }

  /** The names that follow `after`, at most `limit`, in order. */
  namesAfter(after: string, limit: number): string[] {
    return this.#names.after(after, limit);
  }
}
