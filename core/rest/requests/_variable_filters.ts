import type { VariableFilter, VariableSorting } from "../../variables/options/variable_query.ts";
import type { FilterSource } from "./_filter_source.ts";
import { checkSortingEntries } from "./_sorting.ts";

/** Lists of ids that always mean the instance of a variable here. */
const SCOPES = ["executionIdIn", "activityInstanceIdIn", "variableScopeIdIn"] as const;
/** Lists of ids of what no variable of an instance belongs to. */
const FOREIGN = ["caseInstanceIdIn", "caseExecutionIdIn", "taskIdIn", "batchIdIn"] as const;

/** The filters of a search for variables, and what it is sorted by (`VariableInstanceQueryDto`). */
export const VARIABLE_FILTERS: readonly string[] = [
  "variableName",
  "variableNameLike",
  "variableValues",
  "variableNamesIgnoreCase",
  "variableValuesIgnoreCase",
  "processInstanceIdIn",
  ...SCOPES,
  ...FOREIGN,
  "tenantIdIn",
  "sortBy",
  "sortOrder",
];

const SORT_KEYS: readonly VariableSorting["sortBy"][] = [
  "variableName",
  "variableType",
  "activityInstanceId",
  "tenantId",
];

/**
 * Reads the filters of a search for variables.
 *
 * @returns The filter.
 * @throws {InvalidQueryError} If one cannot be read.
 */
export function variableFilter(source: FilterSource): VariableFilter {
  const scopes = SCOPES.flatMap((name) => {
    const ids = source.ids(name);
    return ids === undefined ? [] : [ids];
  });
  const ids = source.ids("processInstanceIdIn");
  const foreign = [...FOREIGN.map((name) => source.ids(name)), source.tenants("tenantIdIn")];
  return {
    processInstanceIds: foreign.some((list) => list !== undefined) ? [] : ids,
    variableScopeIds: scopes.length === 0 ? undefined : intersection(scopes),
    variableName: source.text("variableName"),
    variableNameLike: source.text("variableNameLike"),
    variableValues: source.conditions("variableValues"),
    variableNamesIgnoreCase: source.flag("variableNamesIgnoreCase"),
    variableValuesIgnoreCase: source.flag("variableValuesIgnoreCase"),
  };
}

/** Reads what a search for variables is sorted by. */
export function variableSorting(source: FilterSource): readonly VariableSorting[] {
  return checkSortingEntries(source.sorting(SORT_KEYS), SORT_KEYS);
}

function intersection([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  const sets = others.map((ids) => new Set(ids));
  return first.filter((id) => sets.every((set) => set.has(id)));
}
