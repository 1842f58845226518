import { compareNames } from "../../core/storage/compare_names.ts";
import { meetsScalarConditions, nameMatcher } from "../../core/storage/query/query_matcher.ts";
import { scalarKey } from "../../core/storage/query/scalar_key.ts";
import type {
  FoundVariable,
  QueryPosition,
  StorageQuery,
} from "../../core/storage/query/storage_query.ts";

/**
 * Answers a query plainly: what each storage must find, and in which order.
 *
 * @param variables All variables of a store.
 * @param query The query.
 */
export function plainQuery(
  variables: readonly FoundVariable[],
  query: StorageQuery,
): readonly FoundVariable[] {
  const { instanceIds, names = [], values = [] } = query;
  const ids = instanceIds && new Set(instanceIds);
  const hasName = nameMatcher(names);
  const hasValue = ({ record }: FoundVariable) =>
    values.length === 0 || meetsScalarConditions(values, record.type, scalarKey(record));
  return variables
    .filter(({ instanceId }) => ids === undefined || ids.has(instanceId))
    .filter(({ record }) => hasName(record.name))
    .filter(hasValue)
    .sort(byPosition(query));
}

/** The part of an answer that comes behind a position and behind the variables that are skipped, and how many are. */
export function plainPart(
  found: readonly FoundVariable[],
  query: StorageQuery,
  after: QueryPosition | undefined,
  skip: number,
): { readonly variables: readonly FoundVariable[]; readonly skipped: number } {
  const compare = positionOrder(query);
  const behind = found.filter((variable) => {
    return after === undefined || compare(positionOf(variable), after) > 0;
  });
  return { variables: behind.slice(skip), skipped: Math.min(skip, behind.length) };
}

/** Compares positions by the order of a query. */
export function positionOrder({
  order = "instance",
  descending = false,
}: StorageQuery): (a: QueryPosition, b: QueryPosition) => number {
  const sign = descending ? -1 : 1;
  return (a, b) => {
    const byInstance = compareNames(a.instanceId, b.instanceId);
    const byName = compareNames(a.name, b.name);
    return order === "instance" ? sign * byInstance || byName : sign * byName || byInstance;
  };
}

/** Where a variable stands. */
export function positionOf({ instanceId, record }: FoundVariable): QueryPosition {
  return { instanceId, name: record.name };
}

function byPosition(query: StorageQuery): (a: FoundVariable, b: FoundVariable) => number {
  const compare = positionOrder(query);
  return (a, b) => compare(positionOf(a), positionOf(b));
}
