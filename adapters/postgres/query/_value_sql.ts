import type { ScalarCondition, ScalarRange } from "../../../core/storage/query/storage_query.ts";
import type { SqlValues } from "./_sql_values.ts";

/** Writes conditions on the type and the scalar key of a row `v`. They are never NULL. */
export function valueSql(
  conditions: readonly ScalarCondition[],
  values: SqlValues,
): readonly string[] {
  return conditions.map(({ anyOf, negated }) => {
    const ranges = anyOf.map((range) => rangeSql(range, values));
    const isInOne = ranges.length === 0 ? "FALSE" : ranges.join(" OR ");
    // Without a scalar key, comparisons with it are NULL.
    return `${negated ? "NOT " : ""}coalesce(${isInOne}, FALSE)`;
  });
}

function rangeSql({ types, from, to }: ScalarRange, values: SqlValues): string {
  const conditions = [
    ...(types === undefined ? [] : [`v.type = ANY (${values.listOfBytes(types)})`]),
    ...(from === undefined ? [] : [`v.scalar >= ${values.bytes(from)}`]),
    ...(to === undefined ? [] : [`v.scalar < ${values.bytes(to)}`]),
  ];
  return conditions.length === 0 ? "TRUE" : `(${conditions.join(" AND ")})`;
}
