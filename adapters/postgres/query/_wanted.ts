import type { ScalarCondition, StorageQuery } from "../../../core/storage/query/storage_query.ts";
import type { Place } from "./_place.ts";
import type { QueryLimits } from "./_query_limits.ts";
import type { WantedNames } from "./_wanted_names.ts";

/** What a page of a query wants, as the statements need it. */
export interface Wanted {
  /** The table of variables. */
  readonly variable: string;
  readonly limits: QueryLimits;
  readonly query: StorageQuery;
  readonly names: WantedNames;
  /** Ids of instances that may exist, in their order; `undefined` for all. */
  readonly ids: readonly string[] | undefined;
  readonly values: readonly ScalarCondition[];
  /** The page begins behind this place; `undefined` for the start. */
  readonly after: Place | undefined;
}
