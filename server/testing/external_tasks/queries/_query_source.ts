import type { VariableCondition } from "../../../../core/variables/options/variable_query.ts";
import type { TaskSorting } from "./_task_query.ts";

/** The filters of a query, as they were sent: in a query string, or in a body. What is absent or null is `null`. */
export interface QuerySource {
  text(name: string): string | null;
  /** An empty list is `null`, too. */
  texts(name: string): readonly (string | null)[] | null;
  flag(name: string): boolean;
  /** A whole number of 64 bits. */
  integer(name: string): bigint | null;
  /** Milliseconds since 1970. */
  date(name: string): number | null;
  conditions(name: string): readonly VariableCondition[];
  sorting(): readonly TaskSorting[];
}
