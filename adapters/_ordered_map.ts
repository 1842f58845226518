import { NameMap } from "./_name_map.ts";
import { SortedNames } from "./_sorted_names.ts";

/** A map that also knows the order of its names. */
export class OrderedMap<Value extends object | number> {
  #values = new NameMap<Value>();
  #names = new SortedNames();

  get size(): number {
    return this.#values.size;
  }

  get(name: string): Value | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: Value): void {
    const before = this.#values.set(name, value);
    if (before === undefined) this.#names.add(name);
  }

  /** Deletes a name. Returns its former value. */
  delete(name: string): Value | undefined {
    const before = this.#values.delete(name);
    if (before !== undefined) this.#names.delete(name);
    return before;
  }

  clear(): void {
    this.#values = new NameMap();
    this.#names = new SortedNames();
  }

  /** Returns the first `limit` names that come after `after`. */
  namesAfter(after: string, limit: number): string[] {
    return this.#names.after(after, limit);
  }
}
