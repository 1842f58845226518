import { type ScalarInterval, scalarIntervals } from "./_scalar_intervals.ts";
import type { SqlValues } from "./_sql_values.ts";
import type { Wanted } from "./_wanted.ts";

const KEYS = "v.instance, v.name";

/**
 * Writes a query for the keys, and the values if they are compared, that are together in an index with a different order than the one that is wanted.
 *
 * @param max The largest number of keys that are needed.
 * @returns `undefined` if there is no such index.
 */
export function keySource(
  { variable, limits, query, names, ids, values: conditions }: Wanted,
  max: number,
  values: SqlValues,
): string | undefined {
  const { list } = names;
  const columns = conditions.length === 0 ? KEYS : `${KEYS}, v.type, v.scalar`;
  if (ids !== undefined) {
    // More instances are gone through one after the other.
    if (query.order === "instance" || ids.length > limits.ids) return undefined;
    const named = list === undefined ? "" : `AND v.name = ANY (${values.texts(list)})`;
    return `SELECT k.* FROM unnest(${values.texts(ids)}) AS wanted (instance)
      CROSS JOIN LATERAL (SELECT ${columns} FROM ${variable} v
        WHERE v.instance = wanted.instance ${named} LIMIT ${max}) k`;
  }
  if (list === undefined) return undefined;
  const wanted = `unnest(${values.texts(list)}) AS wanted (name)`;
  const intervals = scalarIntervals(conditions);
  if (intervals === undefined) {
    if (query.order === "name" || list.length === 1) return undefined;
    return `SELECT k.* FROM ${wanted} CROSS JOIN LATERAL (SELECT ${columns} FROM ${variable} v
      WHERE v.name = wanted.name LIMIT ${max}) k`;
  }
  // Only the index on scalars has this order.
  const sources = intervals.map(
    (
      interval,
    ) => `SELECT k.* FROM ${wanted} CROSS JOIN LATERAL (SELECT ${columns} FROM ${variable} v
      WHERE v.name = wanted.name AND ${intervalSql(interval, values)}
      ORDER BY v.scalar, v.instance LIMIT ${max}) k`,
  );
  return sources.join(" UNION ALL ");
}

function intervalSql({ from, to }: ScalarInterval, values: SqlValues): string {
  const above = `v.scalar >= ${values.bytes(from)}`;
  return to === undefined ? above : `${above} AND v.scalar < ${values.bytes(to)}`;
}
