import { compareNames } from "../../../core/storage/compare_names.ts";
import type { QueryPosition, StorageQuery } from "../../../core/storage/query/storage_query.ts";

/** A variable to which an index led. Its row was not read. */
export interface Entry extends QueryPosition {
  /** Key of its row. */
  readonly id: number;
  /** Number of its instance. */
  readonly instance: number;
}

/** Comes behind every name and every instance id, which have at most 255 code points. */
export const LAST: string = "\u{10ffff}".repeat(256);

/** The order of a query. */
export type QueryOrder = Pick<StorageQuery, "order" | "descending">;

/** Compares two positions in the order of a query. Less than 0 if `a` comes first. */
export function comparePositions(
  { order, descending }: QueryOrder,
  a: QueryPosition,
  b: QueryPosition,
): number {
  const byId = compareNames(a.instanceId, b.instanceId);
  const byName = compareNames(a.name, b.name);
  const [first, second] = order === "name" ? [byName, byId] : [byId, byName];
  return (descending ? -first : first) || second;
}

/** Comes behind a name and before all others that follow, since no name has a U+0000. */
export function behind(name: string): string {
  return `${name}\0`;
}

/** The later one of two names. */
export function laterName(a: string, b: string): string {
  return compareNames(a, b) > 0 ? a : b;
}

/** The earlier one of two names. */
export function earlierName(a: string, b: string): string {
  return compareNames(a, b) < 0 ? a : b;
}
