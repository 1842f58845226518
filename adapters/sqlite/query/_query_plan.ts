import { meetsScalarConditions } from "../../../core/storage/query/query_matcher.ts";
import type { StorageQuery } from "../../../core/storage/query/storage_query.ts";
import { rankIn } from "../../_name_sequence.ts";
import type { EntryIndex } from "./_entry_index.ts";
import { type KeyInterval, keyIntervals } from "./_key_intervals.ts";
import { QueryNames } from "./_query_names.ts";

/** A query, prepared for the indexes. */
export class QueryPlan {
  /** The indexes. */
  readonly index: EntryIndex;
  /** The names that are wanted. */
  readonly names: QueryNames;
  /** Whether there are conditions on values. */
  readonly withValues: boolean;
  /** The keys that the values may have; `undefined` if values without a key are wanted, too. */
  readonly intervals: readonly KeyInterval[] | undefined;
  /** The ids of the instances that are wanted, in their order; `undefined` for all. */
  readonly ids: readonly string[] | undefined;
  /** Whether the order begins with the name. */
  readonly isByName: boolean;
  /** Whether that with which the order begins is descending. */
  readonly descending: boolean;
  readonly #query: StorageQuery;

  constructor(index: EntryIndex, query: StorageQuery) {
    const { instanceIds, names = [], values = [], order, descending = false } = query;
    this.index = index;
    this.names = new QueryNames(index, names);
    this.withValues = values.length > 0;
    this.intervals = keyIntervals(values);
    this.ids = instanceIds;
    this.isByName = order === "name";
    this.descending = descending;
    this.#query = query;
  }

  /** Whether there are conditions on names or keys, so that an index has the entries that meet them. */
  get isNarrow(): boolean {
    return (this.#query.names?.length ?? 0) > 0 || this.intervals !== undefined;
  }

  /** Whether an instance is wanted. */
  wantsInstance(id: string): boolean {
    return this.ids === undefined || this.ids[rankIn(this.ids, id)] === id;
  }

  /**
   * Whether a value meets the conditions.
   *
   * @param type Its type; not needed if there are no conditions.
   * @param scalar Its scalar key.
   */
  wantsValue(type: string | null, scalar: Uint8Array | null | undefined): boolean {
    if (!this.withValues) return true;
    const { values = [] } = this.#query;
    return type !== null && meetsScalarConditions(values, type, scalar ?? undefined);
  }
}
