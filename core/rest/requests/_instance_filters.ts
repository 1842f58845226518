import type { InstanceFilter } from "../../variables/options/variable_query.ts";
import type { FilterSource } from "./_filter_source.ts";
import { invalid } from "./_invalid.ts";
import { checkSortingEntries } from "./_sorting.ts";

/** Filters that no instance meets here: there are no business keys, incidents, cases, and no instances within others. */
const FOREIGN_TEXTS = [
  "businessKey",
  "businessKeyLike",
  "caseInstanceId",
  "superProcessInstance",
  "subProcessInstance",
  "superCaseInstance",
  "subCaseInstance",
  "incidentId",
  "incidentType",
  "incidentMessage",
  "incidentMessageLike",
] as const;
/** Flags that no instance meets. */
const FOREIGN_FLAGS = ["suspended", "withIncident"] as const;
/** Flags that all instances meet. */
const COMMON_FLAGS = [
  "active",
  "rootProcessInstances",
  "leafProcessInstances",
  "withoutTenantId",
  "processDefinitionWithoutTenantId",
] as const;
/** Filters by what only an engine knows. To ignore them would find too much. */
const UNKNOWN = [
  "processDefinitionId",
  "processDefinitionKey",
  "processDefinitionKeyIn",
  "processDefinitionKeyNotIn",
  "deploymentId",
  "activityIdIn",
] as const;

/** The filters of a search for instances, and what it is sorted by (`ProcessInstanceQueryDto`). */
export const INSTANCE_FILTERS: readonly string[] = [
  "processInstanceIds",
  "rootProcessInstanceId",
  "variables",
  "variableNamesIgnoreCase",
  "variableValuesIgnoreCase",
  ...FOREIGN_TEXTS,
  ...FOREIGN_FLAGS,
  ...COMMON_FLAGS,
  "tenantIdIn",
  ...UNKNOWN,
  "sortBy",
  "sortOrder",
];

const SORT_KEYS = [
  "instanceId",
  "definitionKey",
  "definitionId",
  "businessKey",
  "tenantId",
] as const;

/** A list that no instance is in. */
const NOBODY: readonly string[] = [""];

/**
 * Reads the filters of a search for instances, all of which must hold.
 *
 * @throws {InvalidQueryError} If one cannot be read, or cannot be applied.
 */
export function instanceFilter(source: FilterSource): InstanceFilter {
  const { ids, root, hasImpossible, conditions } = read(source);
  // An empty list is refused later, whatever else is asked for.
  if (ids?.length === 0) return { ...conditions, processInstanceIds: ids };
  if (hasImpossible) return { ...conditions, processInstanceIds: NOBODY };
  if (root === undefined) return { ...conditions, processInstanceIds: ids };
  // Each instance is its own root.
  const isMeant = ids === undefined || ids.includes(root);
  return { ...conditions, processInstanceIds: isMeant ? [root] : NOBODY };
}

/**
 * Reads filters of which at least one must hold.
 *
 * @returns The filters; `undefined` if one of them holds for all instances.
 * @throws {InvalidQueryError} If one cannot be read, or cannot be applied.
 */
export function alternativeFilter(source: FilterSource): InstanceFilter | undefined {
  const { ids, root, hasImpossible, hasCertain, conditions } = read(source);
  if (ids?.length === 0) return { ...conditions, processInstanceIds: ids };
  if (hasCertain) return undefined;
  const all = root === undefined ? ids : [...(ids ?? []), root];
  return { ...conditions, processInstanceIds: all ?? (hasImpossible ? NOBODY : undefined) };
}

function read(source: FilterSource) {
  const unknown = source.firstGiven(UNKNOWN);
  if (unknown !== undefined) {
    throw invalid(
      `Cannot query by '${unknown}': varpost keeps variables, and knows neither process definitions nor activities; leave it out`,
    );
  }
  const isForeign = [
    ...FOREIGN_TEXTS.map((name) => source.text(name) !== undefined),
    ...FOREIGN_FLAGS.map((name) => source.flag(name)),
    source.tenants("tenantIdIn") !== undefined,
  ];
  return {
    ids: source.ids("processInstanceIds", "nothing"),
    root: source.text("rootProcessInstanceId"),
    /** Whether a filter was given that no instance meets. */
    hasImpossible: isForeign.includes(true),
    /** Whether a filter was given that all instances meet. `suspended` overrides `active`. */
    hasCertain: COMMON_FLAGS.filter((name) => source.flag(name)).some(
      (name) => name !== "active" || !source.flag("suspended"),
    ),
    conditions: {
      variables: source.conditions("variables"),
      variableNamesIgnoreCase: source.flag("variableNamesIgnoreCase"),
      variableValuesIgnoreCase: source.flag("variableValuesIgnoreCase"),
    },
  };
}

/** Reads the order of the instances. All but their ids is the same for all of them. */
export function instanceOrder(source: FilterSource): "asc" | "desc" {
  const sorting = checkSortingEntries(source.sorting(SORT_KEYS), SORT_KEYS);
  return sorting.find(({ sortBy }) => sortBy === "instanceId")?.sortOrder ?? "asc";
}
