import type { QueryPosition } from "../../../core/storage/query/storage_query.ts";
import type { SqlValues } from "./_sql_values.ts";

/**
 * A part of the result of a query: keys of one index in its order. The text of the order names both columns, and no condition sets the
 * first of them to a constant by `=`. So no other index has this order, whatever statistics the database has.
 */
export interface KeyPart {
  /** A position before the part, and behind the parts before it; `undefined` if a page does not stop there. */
  readonly start?: QueryPosition | undefined;
  /** Writes the conditions of rows of `v` that are next to each other in the index. */
  readonly range: (values: SqlValues) => readonly string[];
  /** Writes the other conditions on the keys of `v`. Default: none. */
  readonly filter?: ((values: SqlValues) => readonly string[]) | undefined;
  readonly orderBy: string;
}
