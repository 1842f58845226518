import { type NameSequence, rankIn } from "./_name_sequence.ts";
import { OrderedMap } from "./_ordered_map.ts";
import { SortedNames } from "./_sorted_names.ts";

/** Up to this many ids are in one array, which is made anew for each change, so that it has no spare room. Most names are rare. */
const MAX_FEW = 16;

/**
 * Knows which instances have a variable of a name, in the order of their ids. It holds one string for all variables of a name: the
 * storage keeps that one, too, which saves more memory than the index takes.
 */
export class NameIndex {
  readonly #names = new OrderedMap<IdSet>();
  #removals = 0;

  /** The names of all variables. */
  get names(): NameSequence {
    return this.#names;
  }

  /** Whether it may have variables that are deleted already. Then each one that it has must be looked up. */
  get isStale(): boolean {
    return this.#removals > 0;
  }

  /** The ids of all instances with a variable of this name; `undefined` if there are none. */
  instancesOf(name: string): NameSequence | undefined {
    return this.#names.get(name);
  }

  /**
   * Adds a variable.
   *
   * @param instanceId The string that the storage holds, so that it is in memory once.
   * @returns The name: the string that all variables of this name share.
   */
  add(name: string, instanceId: string): string {
    const ids = this.#idsOf(name);
    ids.add(instanceId);
    return ids.name;
  }

  /** Returns the string that all variables of a name share. Variables of this name must be added later. */
  share(name: string): string {
    return this.#idsOf(name).name;
  }

  /** Removes a variable. */
  delete(name: string, instanceId: string): void {
    const ids = this.#names.get(name);
    ids?.delete(instanceId);
    if (ids?.size === 0) this.#names.delete(name);
  }

  /** Runs the removal of many variables that are deleted already, which takes several turns of the event loop. */
  async removing<T>(remove: () => Promise<T>): Promise<T> {
    this.#removals++;
    try {
      return await remove();
    } finally {
      this.#removals--;
    }
  }

  #idsOf(name: string): IdSet {
    const present = this.#names.get(name);
    if (present !== undefined) return present;
    const ids = new IdSet(name);
    this.#names.set(name, ids);
    return ids;
  }
}

/** The ids of the instances with a variable of one name. */
class IdSet implements NameSequence {
  readonly name: string;
  #few: readonly string[] = [];
  /** `undefined` while there are few ids. */
  #many: SortedNames | undefined;

  constructor(name: string) {
    this.name = name;
  }

  get size(): number {
    return this.#many?.size ?? this.#few.length;
  }

  rank(id: string): number {
    return this.#many?.rank(id) ?? rankIn(this.#few, id);
  }

  slice(from: number, to: number): string[] {
    return this.#many?.slice(from, to) ?? this.#few.slice(from, to);
  }

  add(id: string): void {
    if (this.#many !== undefined) {
      this.#many.add(id);
      return;
    }
    const few = this.#few;
    const index = rankIn(few, id);
    if (few[index] === id) return;
    this.#few = [...few.slice(0, index), id, ...few.slice(index)];
    if (this.#few.length <= MAX_FEW) return;
    this.#many = new SortedNames();
    for (const each of this.#few) this.#many.add(each);
    this.#few = [];
  }

  delete(id: string): void {
    if (this.#many === undefined) this.#few = this.#few.filter((each) => each !== id);
    else this.#many.delete(id);
  }
}
