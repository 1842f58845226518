import { setImmediate as nextTurn } from "node:timers/promises";
import { NameMap } from "../../_name_map.ts";
import { SortedNames } from "../../_sorted_names.ts";
import { RECORD_HEADER_BYTES } from "./_log_record.ts";

/** Where a variable's record lies in the log, and its content if that has a file of its own. */
export interface VariablePlace {
  readonly offset: number;
  readonly descriptionBytes: number;
  readonly bodyBytes: number;
  readonly file: string | undefined;
}

/** Names that are sorted in one turn of the event loop. */
const NAMES_PER_TURN = 4_096;

/** The variables of one instance: where each is, and nothing more, as there may be a million. */
export class VariableIndex {
  #places: NameMap<VariablePlace> = new NameMap();
  /** Sorted when first asked for; most instances are never listed. */
  #sorted: SortedNames | undefined;
  #sorting: Promise<void> | undefined;
  #liveBytes = 0;
  #files = 0;

  get size(): number {
    return this.#places.size;
  }

  /** Length of all records of variables that are there. The rest of the log is garbage. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  /** Number of variables whose content has a file of its own. */
  get files(): number {
    return this.#files;
  }

  get(name: string): VariablePlace | undefined {
    return this.#places.get(name);
  }

  /** @returns What was there before. */
  set(name: string, place: VariablePlace): VariablePlace | undefined {
    const before = this.#places.set(name, place);
    this.#count(place, 1);
    if (before === undefined) this.#sorted?.add(name);
    else this.#count(before, -1);
    return before;
  }

  /** @returns What was there. */
  delete(name: string): VariablePlace | undefined {
    const before = this.#places.delete(name);
    if (before === undefined) return undefined;
    this.#sorted?.delete(name);
    this.#count(before, -1);
    return before;
  }

  /** All variables, in no particular order. */
  entries(): Iterable<[string, VariablePlace]> {
    return this.#places.entries();
  }

  /** Says anew where the variables are: as in `other`, which has the same names and is not used any more. */
  replacePlaces(other: VariableIndex): void {
    this.#places = other.#places;
    this.#liveBytes = other.#liveBytes;
    this.#files = other.#files;
  }

  /** Resolves when `after` can be asked. */
  async sort(): Promise<void> {
    this.#sorting ??= this.#sort();
    await this.#sorting;
  }

  /** The first `limit` names that come after `after`. Only once `sort` has resolved. */
  after(after: string, limit: number): string[] {
    return this.#sorted?.after(after, limit) ?? [];
  }

  async #sort(): Promise<void> {
    const sorted = new SortedNames();
    // From now on `set` and `delete` keep it true; the walk sees what is added meanwhile.
    this.#sorted = sorted;
    let count = 0;
    for (const [name] of this.#places.entries()) {
      if (this.#places.has(name)) sorted.add(name);
      if (++count % NAMES_PER_TURN === 0) await nextTurn();
    }
  }

  #count(place: VariablePlace, sign: 1 | -1): void {
    this.#liveBytes += sign * recordBytes(place);
    if (place.file !== undefined) this.#files += sign;
  }
}

/** Length of a variable's record in the log. */
export function recordBytes({ descriptionBytes, bodyBytes }: VariablePlace): number {
  return RECORD_HEADER_BYTES + descriptionBytes + bodyBytes;
}
