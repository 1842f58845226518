import type { FilterSource } from "../../../core/rest/requests/_filter_source.ts";
import { checkSortingEntries } from "../../../core/rest/requests/_sorting.ts";
import { compareNames } from "../../../core/storage/compare_names.ts";
import type { InstanceFilter } from "../../../core/variables/options/variable_query.ts";
import type { ProcessVariables } from "../../../core/variables/process_variables.ts";
import { type Clause, instanceClauses } from "./_instance_clauses.ts";
import type { Instance, Instances } from "./_instances.ts";

/** The filters of a search. */
export interface InstanceSearch {
  /** All of these hold. */
  readonly filters: FilterSource;
  /** Of each of these at least one filter holds. */
  readonly alternatives: readonly FilterSource[];
}

const SORT_KEYS = [
  "instanceId",
  "definitionKey",
  "definitionId",
  "businessKey",
  "tenantId",
] as const;

/** What an instance is sorted by. */
const SORTED: Readonly<Record<(typeof SORT_KEYS)[number], (instance: Instance) => string>> = {
  instanceId: ({ id }) => id,
  definitionKey: ({ definitionKey }) => definitionKey,
  definitionId: ({ definitionId }) => definitionId,
  businessKey: ({ businessKey }) => businessKey ?? "",
  tenantId: ({ tenantId }) => tenantId ?? "",
};

/**
 * Finds instances, in the order that was asked for; what is equal by their ids.
 *
 * @throws {InvalidQueryError} If a filter cannot be read, or cannot be applied.
 */
export async function findInstances(
  { filters, alternatives }: InstanceSearch,
  instances: Instances,
  variables: ProcessVariables,
): Promise<readonly Instance[]> {
  for (const source of [filters, ...alternatives]) {
    // The core refuses an empty list.
    const ids = source.ids("processInstanceIds", "nothing");
    if (ids?.length === 0) await variables.countInstances({ processInstanceIds: ids });
  }
  const conditions = variableFilter(filters);
  const all: Clause[] = [...instanceClauses(filters)];
  if (conditions !== undefined) all.push(await among(variables.instances(conditions)));
  for (const alternative of alternatives) {
    const some: Clause[] = [...instanceClauses(alternative)];
    const either = variableFilter(alternative);
    if (either !== undefined) some.push(await among(variables.instances({ orQueries: [either] })));
    if (some.length > 0) all.push((instance) => some.some((clause) => clause(instance)));
  }
  const found = [...instances.all()].filter((instance) => all.every((clause) => clause(instance)));
  return sort(found, filters);
}

function variableFilter(source: FilterSource): InstanceFilter | undefined {
  const variables = source.conditions("variables");
  if (variables === undefined) return undefined;
  return {
    variables,
    variableNamesIgnoreCase: source.flag("variableNamesIgnoreCase"),
    variableValuesIgnoreCase: source.flag("variableValuesIgnoreCase"),
  };
}

async function among(ids: AsyncIterable<string>): Promise<Clause> {
  const found = new Set<string>();
  for await (const id of ids) found.add(id);
  return ({ id }) => found.has(id);
}

function sort(found: readonly Instance[], filters: FilterSource): readonly Instance[] {
  const orders = [
    ...checkSortingEntries(filters.sorting(SORT_KEYS), SORT_KEYS),
    { sortBy: "instanceId", sortOrder: "asc" } as const,
  ];
  return found.toSorted((a, b) => {
    for (const { sortBy, sortOrder } of orders) {
      const order = compareNames(SORTED[sortBy](a), SORTED[sortBy](b));
      if (order !== 0) return sortOrder === "asc" ? order : -order;
    }
    return 0;
  });
}
