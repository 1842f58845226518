/** What bounds the work of a page of a query. Numbers of rows, unless they say something else. */
export interface QueryLimits {
  /** Variables of a page. */
  readonly page: number;
  /** Inline bytes behind which a page has no further variable. */
  readonly bytes: number;
  /** Time after which a page begins no further part, in milliseconds. */
  readonly time: number;
  /** Distinct names that are listed. With more, a page looks at keys one after the other. */
  readonly names: number;
  /** Ids of instances in one statement. */
  readonly ids: number;
  /** Keys that are taken from an index with another order, and sorted. */
  readonly sorted: number;
  /** The same if they are only counted. */
  readonly counted: number;
  /** Keys that a statement skips in an index with the order that is wanted. */
  readonly skipped: number;
  /** Keys that a statement compares in the database. */
  readonly comparedKeys: number;
  /** Rows of the table that a statement compares in the database. */
  readonly comparedValues: number;
  /** Names that are compared here. */
  readonly comparedNames: number;
}

/** The usual limits: a statement takes some milliseconds, and 50 at most. Tests use smaller ones. */
export const QUERY_LIMITS: QueryLimits = {
  page: 1_000,
  bytes: 1_000_000,
  time: 100,
  names: 1_000,
  ids: 1_000,
  sorted: 10_000,
  counted: 100_000,
  skipped: 200_000,
  comparedKeys: 50_000,
  comparedValues: 10_000,
  comparedNames: 2_000,
};
