import type { InstanceFilter, InstanceQuery } from "../options/variable_query.ts";
import type { ReadContext } from "../reading/_read_context.ts";
import { Search } from "../reading/_search.ts";
import { type CompiledConditions, compileConditions } from "./_compile_conditions.ts";
import { resolveIds } from "./_resolve_ids.ts";

/** One condition on an instance: it is one of some, or has a variable that meets conditions. */
export type InstanceCondition =
  | { readonly ids: readonly string[] }
  | { readonly variable: CompiledConditions };

/** Conditions of which at least one must hold. */
export type InstanceClause = readonly InstanceCondition[];

/**
 * Makes of a query the clauses that must all hold: one of each of its conditions, and one of each of its `orQueries`.
 *
 * @throws {InvalidQueryError} If Booleans or nulls are to be ordered.
 */
export async function instanceClauses(
  query: InstanceQuery,
  context: ReadContext,
): Promise<readonly InstanceClause[]> {
  const search = new Search(query.signal);
  const own = await conditionsOf(query, context, search);
  const clauses: InstanceClause[] = own.map((condition) => [condition]);
  for (const alternatives of query.orQueries ?? []) {
    const clause = await conditionsOf(alternatives, context, search);
    if (clause.length > 0) clauses.push(clause);
  }
  return clauses;
}

async function conditionsOf(
  filter: InstanceFilter,
  context: ReadContext,
  search: Search,
): Promise<InstanceCondition[]> {
  const { processInstanceIds, variables = [] } = filter;
  const { variableNamesIgnoreCase, variableValuesIgnoreCase } = filter;
  const conditions: InstanceCondition[] = variables.map((condition) => ({
    variable: compileConditions({
      variableValues: [condition],
      variableNamesIgnoreCase,
      variableValuesIgnoreCase,
    }),
  }));
  if (processInstanceIds !== undefined) {
    conditions.unshift({ ids: await resolveIds(processInstanceIds, context, search) });
  }
  return conditions;
}
