import type { ListJsonOptions, PageQuery } from "./variable_options.ts";

/** How a stored value is compared with that of a condition. */
export type VariableOperator = "eq" | "neq" | "gt" | "gteq" | "lt" | "lteq" | "like";

/**
 * A condition on a variable's value.
 *
 * - A number is compared with the types that can hold it: one with a fraction with Doubles; a whole one with Doubles, with Longs, and with
 *   Integers and Shorts if it is in their range. A bigint is exact to the last digit, a Double is compared as a double.
 * - A string is compared with Strings, by code point. `like` takes it for a pattern: `%` is any number of characters, `_` is one, and `\`
 *   takes the next one literally. `""`, blanks only and `"null"` are null, as in the engine, and so is a string of the engine's date
 *   format (`2030-01-31T12:00:00.000+0000`) a date. A String of more than 16 KiB is not looked into: only `neq` finds it.
 * - A boolean is compared with Booleans, a Date with Dates, `null` with the nulls of all types. Booleans and null have no `gt` to `lteq`.
 * - `neq` is the complement of `eq` among the variables of that name, whatever their type.
 */
export interface VariableCondition {
  /** The variable's name. */
  readonly name: string;
  /** How it is compared. */
  readonly operator: VariableOperator;
  /** The value that it is compared with. */
  readonly value: string | number | bigint | boolean | Date | null;
}

/** Conditions on variables of any instances. All of them hold for one and the same variable. */
export interface VariableFilter {
  /** Ids of the instances, at most 40,000. Unknown ones are ignored. Default: all instances. */
  readonly processInstanceIds?: readonly string[] | undefined;
  /**
   * Ids of what the variables belong to: executions, activity instances. Here that is always the instance, so each id means its
   * instance, as everywhere. At most 40,000. Default: any.
   */
  readonly variableScopeIds?: readonly string[] | undefined;
  /** Name of the variables. Default: any name. */
  readonly variableName?: string | undefined;
  /** Pattern of the name, as for `like`, at most 4,000 characters. Default: any name. */
  readonly variableNameLike?: string | undefined;
  /** Conditions on name and value, at most 100. Default: none. */
  readonly variableValues?: readonly VariableCondition[] | undefined;
  /** Whether case is ignored in the names of `variableValues`. Default false. */
  readonly variableNamesIgnoreCase?: boolean | undefined;
  /** Whether case is ignored when Strings are compared. Default false. */
  readonly variableValuesIgnoreCase?: boolean | undefined;
}

/** What a list of variables is sorted by. */
export interface VariableSorting {
  /** `activityInstanceId` is the id of the instance. `tenantId` is the same for all. Types are sorted by their names in lower case. */
  readonly sortBy: "variableName" | "variableType" | "activityInstanceId" | "tenantId";
  /** Ascending or descending. */
  readonly sortOrder: "asc" | "desc";
}

/** Selects variables of any instances. */
export interface VariableQuery extends VariableFilter, PageQuery {
  /** The order; what is equal is ordered by instance and name. Default: by instance and name. */
  readonly sorting?: readonly VariableSorting[] | undefined;
}

/** Selects variables of any instances, and how they are printed. */
export interface VariableJsonQuery extends VariableQuery, ListJsonOptions {}

/** Conditions on instances. */
export interface InstanceFilter {
  /** Ids of the instances, from 1 to 40,000. Unknown ones are ignored. Default: all instances. */
  readonly processInstanceIds?: readonly string[] | undefined;
  /** Conditions on variables of the instance; each may hold for another one. At most 100. Default: none. */
  readonly variables?: readonly VariableCondition[] | undefined;
  /** Whether case is ignored in the names of `variables`. Default false. */
  readonly variableNamesIgnoreCase?: boolean | undefined;
  /** Whether case is ignored when Strings are compared. Default false. */
  readonly variableValuesIgnoreCase?: boolean | undefined;
}

/** Selects instances that have a variable. */
export interface InstanceQuery extends InstanceFilter, PageQuery {
  /** Alternatives: of each of these filters at least one condition holds. A filter without a condition is none. Default: none. */
  readonly orQueries?: readonly InstanceFilter[] | undefined;
  /** The order of the ids. Default "asc". */
  readonly sortOrder?: "asc" | "desc" | undefined;
}
