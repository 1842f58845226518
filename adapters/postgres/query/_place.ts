import type { QueryPosition, StorageQuery } from "../../../core/storage/query/storage_query.ts";
import type { SqlValues } from "./_sql_values.ts";

/** The columns of an order: by which it begins, and what comes second. */
export type Columns = readonly [first: "instance" | "name", second: "instance" | "name"];

/** A position in the order of a query, without texts that PostgreSQL cannot have. */
export interface Place {
  /** The value of the first column. */
  readonly first: string;
  /** The value of the second column. */
  readonly second: string;
}

/** No id and no name comes behind this text, since none is longer. */
export const LAST_NAME: string = "\u{10ffff}".repeat(255);

/** The columns of the order of a query. */
export function columnsOf({ order }: StorageQuery): Columns {
  return order === "name" ? ["name", "instance"] : ["instance", "name"];
}

/**
 * Makes a place of a position. PostgreSQL has no text with U+0000, and no name has it: what comes behind `x\0…` comes behind `x`, and
 * is not `x` itself. So this is exact.
 */
export function placeOf(query: StorageQuery, { instanceId, name }: QueryPosition): Place {
  const [first, second] = query.order === "name" ? [name, instanceId] : [instanceId, name];
  const end = first.indexOf("\0");
  if (end === -1) return { first, second: beforeNul(second) };
  // In a descending order all rows of `x` come behind `x\0…`, since no name is empty.
  return { first: first.slice(0, end), second: query.descending ? "" : LAST_NAME };
}

function beforeNul(text: string): string {
  const end = text.indexOf("\0");
  return end === -1 ? text : text.slice(0, end);
}

/** Writes the condition that a row of `v` comes behind a place. */
export function behindSql(
  { first, second }: Place,
  query: StorageQuery,
  values: SqlValues,
): string {
  const [a, b] = columnsOf(query);
  const sign = query.descending ? "<" : ">";
  const present = values.text(first);
  return `(v.${a} ${sign} ${present} OR (v.${a} = ${present} AND v.${b} > ${values.text(second)}))`;
}

/** Writes what rows of `v` are sorted by. */
export function orderSql(query: StorageQuery): string {
  const [first, second] = columnsOf(query);
  return `v.${first}${query.descending ? " DESC" : ""}, v.${second}`;
}
