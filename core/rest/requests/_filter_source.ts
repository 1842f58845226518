import type { VariableCondition } from "../../variables/options/variable_query.ts";

/** One of the things that a list is sorted by, as it was sent. */
export interface SortingEntry {
  readonly sortBy: string | undefined;
  readonly sortOrder: string | undefined;
}

/**
 * The filters of a search, as they were sent: in the query string of a `GET`, or as members of the body of a `POST`. The rules for both
 * are those of the engine's `AbstractSearchQueryDto` and of what reads it (JAX-RS and Jackson).
 */
export interface FilterSource {
  /** The first of these names of which a filter was given; `undefined` if there is none. */
  firstGiven(names: readonly string[]): string | undefined;
  /** Reads a text; `undefined` if it was not given. */
  text(name: string): string | undefined;
  /**
   * Reads a list of ids; `undefined` if it is no filter.
   *
   * @param whenEmpty What an empty array in a body is: no filter, or a list of nothing. Default: no filter.
   */
  ids(name: string, whenEmpty?: "no filter" | "nothing"): readonly string[] | undefined;
  /** Reads a list of tenants. It differs: an empty text is no filter, and null is refused. */
  tenants(name: string): readonly string[] | undefined;
  /** Whether a flag is set. */
  flag(name: string): boolean;
  /** Reads conditions on variables; `undefined` if there are none. */
  conditions(name: string): readonly VariableCondition[] | undefined;
  /** Reads what the list is sorted by. */
  sorting(keys: readonly string[]): readonly SortingEntry[];
}
