import { filterInTurns } from "./_filter_in_turns.ts";
import type { KeyPage, KeyRange, Run } from "./_key_page.ts";
import { keySource } from "./_key_source.ts";
import { behindSql, orderSql } from "./_place.ts";
import { allOf, SqlValues } from "./_sql_values.ts";
import { valueSql } from "./_value_sql.ts";
import type { Wanted } from "./_wanted.ts";
import { comparison } from "./_wanted_names.ts";

/** Keys that are taken for each variable of a page, and for the smallest page. */
const KEYS_FOR_ONE = 40;
const MIN_FOR_PAGE = 2_000;

/**
 * Takes the keys of a query from an index in which they are together with few others, but in another order, and sorts them.
 *
 * @returns `undefined` if there is no such index, or too many keys are together there.
 */
export async function sortedKeys(
  run: Run,
  wanted: Wanted,
  { skip, limit }: KeyRange,
): Promise<KeyPage | undefined> {
  const matches = comparison(wanted.names);
  if (skip === Number.POSITIVE_INFINITY && matches === undefined) return countedKeys(run, wanted);
  const max = skip === 0 ? mostForPage(limit, wanted.limits.sorted) : wanted.limits.sorted;
  const values = new SqlValues();
  const source = keySource(wanted, max + 1, values);
  if (source === undefined) return undefined;
  const range = matches === undefined ? `OFFSET ${Math.min(skip, max)} LIMIT ${limit}` : "";
  const text = `WITH found AS MATERIALIZED (SELECT * FROM (${source}) v LIMIT ${max + 1}),
      number AS (SELECT count(*) AS found FROM found),
      met AS MATERIALIZED (${metSql(wanted, max, values)})
    SELECT number.found, (SELECT count(*) FROM met), v.instance, v.name
    FROM number LEFT JOIN (SELECT * FROM met v ORDER BY ${orderSql(wanted.query)} ${range}) v ON TRUE
    ORDER BY ${orderSql(wanted.query)}`;
  type Row = [found: string, met: string, instanceId: string | null, name: string | null];
  const rows = await run<Row>(text, values);
  if (Number(rows[0]?.[0]) > max) return undefined;
  const met = Number(rows[0]?.[1]);
  const found = rows.flatMap(([, , instanceId, name]) =>
    instanceId === null || name === null ? [] : { instanceId, name },
  );
  if (matches === undefined) {
    const skipped = Math.min(skip, met);
    return { keys: found, skipped, next: skipped + found.length < met ? found.at(-1) : undefined };
  }
  const all = await filterInTurns(found, ({ name }) => matches(name));
  const skipped = Math.min(skip, all.length);
  const keys = all.slice(skipped, skipped + limit);
  return { keys, skipped, next: skipped + keys.length < all.length ? keys.at(-1) : undefined };
}

/**
 * How many keys are taken for a small page. If there are more of them, they are frequent, and a scan in the wanted order finds a page of them
 * soon: it took 1 ms, and 10,000 keys took 12 ms in vain.
 */
function mostForPage(limit: number, most: number): number {
  return Math.min(most, Math.max(MIN_FOR_PAGE, KEYS_FOR_ONE * limit));
}

/** Counts all keys of a query, in whatever order. */
async function countedKeys(run: Run, wanted: Wanted): Promise<KeyPage | undefined> {
  // With a position before them, they were too many to be counted at once.
  if (wanted.after !== undefined) return undefined;
  const max = wanted.limits.counted;
  const values = new SqlValues();
  const source = keySource(wanted, max + 1, values);
  if (source === undefined) return undefined;
  const text = `SELECT count(*), count(*) FILTER (WHERE ${allOf(valueSql(wanted.values, values))})
    FROM (SELECT * FROM (${source}) v LIMIT ${max + 1}) v`;
  const [row] = await run<[found: string, met: string]>(text, values);
  if (row === undefined || Number(row[0]) > max) return undefined;
  return { keys: [], skipped: Number(row[1]), next: undefined };
}

/** Selects the keys behind `after` whose values are wanted, but none if there are too many. */
function metSql({ query, after, values: conditions }: Wanted, max: number, values: SqlValues) {
  const filter = [
    `(SELECT number.found FROM number) <= ${max}`,
    ...valueSql(conditions, values),
    ...(after === undefined ? [] : [behindSql(after, query, values)]),
  ];
  return `SELECT v.instance, v.name FROM found v WHERE ${allOf(filter)}`;
}
