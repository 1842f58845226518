import { compareNames } from "../../../core/storage/compare_names.ts";
import { likePrefix } from "../../../core/storage/query/like_matcher.ts";
import { nameMatcher } from "../../../core/storage/query/query_matcher.ts";
import type { NameCondition } from "../../../core/storage/query/storage_query.ts";
import { behind, earlierName, LAST, laterName } from "./_entry.ts";
import type { EntryIndex } from "./_entry_index.ts";
import { TimeSlice } from "./_time_slice.ts";

/** The names in a store that may meet conditions. A store has few names, and the index finds each one at once. */
export class QueryNames {
  /** No name before this one meets the conditions. */
  readonly first: string;
  /** No name behind this one meets the conditions. */
  readonly last: string;
  /** Whether a name meets the conditions. */
  readonly matches: (name: string) => boolean;
  readonly #index: EntryIndex;

  constructor(index: EntryIndex, conditions: readonly NameCondition[]) {
    this.#index = index;
    this.matches = nameMatcher(conditions);
    const exact = conditions.filter(({ ignoreCase }) => !ignoreCase).map(boundsOf);
    this.first = exact.map(({ first }) => first).reduce(laterName, "");
    this.last = exact.map(({ last }) => last).reduce(earlierName, LAST);
  }

  /**
   * Finds one name after the other, from the first one to the last one. Not all of them meet the conditions.
   *
   * @param from Begins with this name if it is there, otherwise with the next one. Default: at the start.
   */
  *ascending(from: string = ""): Generator<string, void, undefined> {
    let name = this.#index.nameFrom(laterName(this.first, from));
    while (name !== undefined && compareNames(name, this.last) <= 0) {
      yield name;
      name = this.#index.nameFrom(behind(name));
    }
  }

  /** Finds the same names, the last one first. */
  *descending(from: string = LAST): Generator<string, void, undefined> {
    let name = this.#index.nameBefore(behind(earlierName(this.last, from)));
    while (name !== undefined && compareNames(name, this.first) >= 0) {
      yield name;
      name = this.#index.nameBefore(name);
    }
  }

  /**
   * Lists all names that meet the conditions.
   *
   * @param most How many names may be looked at.
   * @returns The names in their order; `undefined` if that did not suffice, or the comparisons take too long.
   */
  list(most: number): readonly string[] | undefined {
    const slice = new TimeSlice();
    let left = most;
    const names: string[] = [];
    for (const name of this.ascending()) {
      if (left-- === 0 || slice.isOver) return undefined;
      if (this.matches(name)) names.push(name);
    }
    return names;
  }
}

function boundsOf({ operator, text }: NameCondition): { first: string; last: string } {
  if (operator === "eq") return { first: text, last: text };
  const first = likePrefix(text);
  return { first, last: first + LAST };
}
