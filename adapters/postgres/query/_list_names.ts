import type { Run } from "./_key_page.ts";
import { prefixSql } from "./_name_prefix.ts";
import { allOf, SqlValues } from "./_sql_values.ts";

/**
 * Lists the distinct names of a store that begin with a text, in their order.
 *
 * @returns `undefined` if they are more than `max`.
 */
export async function listNames(
  run: Run,
  variable: string,
  prefix: string,
  max: number,
): Promise<readonly string[] | undefined> {
  const values = new SqlValues();
  const range = prefixSql(prefix, values);
  const first = `FROM ${variable} v WHERE ${allOf(range)} ORDER BY v.name, v.instance LIMIT 1`;
  const next = `FROM ${variable} v WHERE ${allOf(["v.name > page.name", ...range])}
    ORDER BY v.name, v.instance LIMIT 1`;
  // Each step jumps to the next name in the index. `DISTINCT` would read all keys.
  const text = `WITH RECURSIVE page (name, number) AS (
      (SELECT v.name, 1 ${first})
      UNION ALL
      SELECT (SELECT v.name ${next}), number + 1 FROM page WHERE page.name IS NOT NULL AND number <= ${max}
    )
    SELECT name FROM page WHERE name IS NOT NULL`;
  const names = (await run<[name: string]>(text, values)).map(([name]) => name);
  return names.length > max ? undefined : names;
}
