import { NameMap } from "./_name_map.ts";
import { type NameSequence, rankIn } from "./_name_sequence.ts";
import { SortedNames } from "./_sorted_names.ts";

/** Up to this many names are in two arrays: they take half the memory of a map with a list of its names, and are as fast. */
const MAX_SMALL = 16;

/** What a map with many names consists of. */
interface Large<Value extends object | number> {
  readonly values: NameMap<Value>;
  readonly names: SortedNames;
}

/** A map that also knows its names in the order of their UTF-8 bytes. */
export class OrderedMap<Value extends object | number> implements NameSequence {
  /** The names in their order, while they are few. Otherwise it is empty. */
  #names: string[] = [];
  /** The value of each of these names, at the same index. */
  #values: Value[] = [];
  /** `undefined` while there are few names. */
  #large: Large<Value> | undefined;

  get size(): number {
    return this.#large?.values.size ?? this.#names.length;
  }

  get(name: string): Value | undefined {
    if (this.#large !== undefined) return this.#large.values.get(name);
    const index = this.#names.indexOf(name);
    return index === -1 ? undefined : this.#values[index];
  }

  set(name: string, value: Value): void {
    if (this.#large !== undefined) {
      setLarge(this.#large, name, value);
      return;
    }
    const present = this.#names.indexOf(name);
    if (present !== -1) {
      this.#values[present] = value;
      return;
    }
    const index = rankIn(this.#names, name);
    this.#names.splice(index, 0, name);
    this.#values.splice(index, 0, value);
    if (this.#names.length > MAX_SMALL) this.#enlarge();
  }

  /** Deletes a name. Returns its former value. */
  delete(name: string): Value | undefined {
    if (this.#large !== undefined) {
      const before = this.#large.values.delete(name);
      if (before !== undefined) this.#large.names.delete(name);
      return before;
    }
    const index = this.#names.indexOf(name);
    if (index === -1) return undefined;
    this.#names.splice(index, 1);
    return this.#values.splice(index, 1)[0];
  }

  clear(): void {
    this.#names = [];
    this.#values = [];
    this.#large = undefined;
  }

  rank(name: string): number {
    return this.#large?.names.rank(name) ?? rankIn(this.#names, name);
  }

  slice(from: number, to: number): string[] {
    return this.#large?.names.slice(from, to) ?? this.#names.slice(from, to);
  }

  /** Returns the first `limit` names that come after `after`. */
  namesAfter(after: string, limit: number): string[] {
    const from = this.rank(`${after}\0`);
    return this.slice(from, from + limit);
  }

  #enlarge(): void {
    const large: Large<Value> = { values: new NameMap(), names: new SortedNames() };
    for (const [index, name] of this.#names.entries()) {
      const value = this.#values[index];
      if (value !== undefined) setLarge(large, name, value);
    }
    this.clear();
    this.#large = large;
  }
}

function setLarge<Value extends object | number>(
  { values, names }: Large<Value>,
  name: string,
  value: Value,
): void {
  if (values.set(name, value) === undefined) names.add(name);
}
