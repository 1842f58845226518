import type { QueryPosition } from "../../../core/storage/query/storage_query.ts";
import type { SqlValues } from "./_sql_values.ts";

/** The keys of the variables of a page, in their order. */
export interface KeyPage {
  readonly keys: readonly QueryPosition[];
  /** How many variables were skipped before them. */
  readonly skipped: number;
  /** The position to which the result was examined; `undefined` if it was examined to its end. */
  readonly next: QueryPosition | undefined;
}

/** Which keys of the result are wanted. */
export interface KeyRange {
  readonly skip: number;
  readonly limit: number;
}

/** Runs a statement in the transaction of the query. */
export type Run = <Row extends unknown[]>(text: string, values: SqlValues) => Promise<Row[]>;

/** A key as a statement returns it. */
export type KeyRow = [instanceId: string, name: string];

/** Makes a position of a row. */
export function positionOf([instanceId, name]: KeyRow): QueryPosition {
  return { instanceId, name };
}
