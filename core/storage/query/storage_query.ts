import type { VariableRecord } from "../variable_record.ts";

/** A condition on the name of a variable. */
export interface NameCondition {
  /** `eq`: the name is this text. `like`: it matches this pattern, see {@linkcode likeMatcher}. */
  readonly operator: "eq" | "like";
  /** The text or the pattern. */
  readonly text: string;
  /** Whether case is ignored, as by {@linkcode foldCase}. Default false. */
  readonly ignoreCase?: boolean | undefined;
}

/** Values of some types: all of them, or those whose scalar keys are in a range. */
export interface ScalarRange {
  /** The value's type is one of these. Default: any type. */
  readonly types?: readonly string[] | undefined;
  /** The value has a scalar key (see {@linkcode scalarKey}), and it is this one, or comes behind it. Default: no lower bound. */
  readonly from?: Uint8Array | undefined;
  /** The value has a scalar key, and it comes before this one. Default: no upper bound. */
  readonly to?: Uint8Array | undefined;
}

/** A condition on the value of a variable: it is in one of the ranges, or, if the condition is negated, in none of them. */
export interface ScalarCondition {
  /** The ranges. */
  readonly anyOf: readonly ScalarRange[];
  /** Whether the value must be in none of the ranges. Default false. */
  readonly negated?: boolean | undefined;
}

/**
 * Which variables of a store are wanted, and in which order. All conditions must hold for one and the same variable.
 *
 * A storage need not apply all of it: it says what it left to the caller, who then applies it to what the storage found.
 */
export interface StorageQuery {
  /** The variable belongs to one of these instances: distinct ids in their order (`compareNames`). Default: any instance. */
  readonly instanceIds?: readonly string[] | undefined;
  /** Each of these holds for the name. Default: none. */
  readonly names?: readonly NameCondition[] | undefined;
  /** Each of these holds for the value. Default: none. */
  readonly values?: readonly ScalarCondition[] | undefined;
  /** What the order begins with: the instance's id and then the name, or the name and then the instance's id. Default "instance". */
  readonly order?: "instance" | "name" | undefined;
  /** Whether that which the order begins with is in descending order. What comes second is always ascending. Default false. */
  readonly descending?: boolean | undefined;
}

/** Where a variable stands in the order of a query. */
export interface QueryPosition {
  /** Id of its instance. */
  readonly instanceId: string;
  /** Its name. */
  readonly name: string;
}

/** The part of the result that is wanted. */
export interface QueryPageOptions {
  /** The part comes behind this position. The variable there need not exist any more. Default: the start. */
  readonly after?: QueryPosition | undefined;
  /** Number of variables before the part, which are not read: a whole number from 0, or `Infinity` to count all. Default 0. */
  readonly skip?: number | undefined;
  /** Largest number of variables of the page: a whole number from 1 to 10,000. Default 1,000. */
  readonly limit?: number | undefined;
}

/** A variable, and the instance that it belongs to. */
export interface FoundVariable {
  /** Id of its instance. */
  readonly instanceId: string;
  /** The present version. */
  readonly record: VariableRecord;
}

/** What a page of a query leaves to the caller. */
export type LeftCondition = "names" | "values";

/** A page of the result of a query. */
export interface QueryPage {
  /** Variables in the order of the query. Without `left`, all conditions hold for them. */
  readonly variables: readonly FoundVariable[];
  /** How many variables were skipped. Less than `skip` if this page came to its end before, and always 0 if something is `left`. */
  readonly skipped: number;
  /**
   * The conditions that the storage did not apply, at least not all of them. The variables for which they hold are all in the pages,
   * perhaps among others. Default: none.
   */
  readonly left?: readonly LeftCondition[] | undefined;
  /**
   * Where the next page begins; `undefined` if there is none. A page does a bounded amount of work, some milliseconds. So it may have
   * fewer variables than `limit`, even none, and still have a next one.
   */
  readonly next: QueryPosition | undefined;
}
