import pg from "pg";
import { withPostgresClient } from "./postgres_client.ts";

/**
 * Finds what is in the tables of a store although no variable refers to it. The store may be open. What waits to be swept is found, too,
 * such as stages and values that were replaced.
 */
export function postgresLeftovers(url: string, schema: string): Promise<readonly string[]> {
  return withPostgresClient(url, async (client) =>
    foundBy(await client.query(leftoversIn(schema))),
  );
}

/**
 * Finds contents that would stay for ever, since nothing says that they are to be swept. There must be none at any time, not even within
 * a write or after a kill.
 */
export function postgresLeaks(url: string, schema: string): Promise<readonly string[]> {
  return withPostgresClient(url, async (client) => foundBy(await client.query(leaksIn(schema))));
}

/** The query of `postgresLeftovers`. */
export function leftoversIn(schema: string): string {
  const orphan = tableIn(schema, "orphan");
  return `SELECT 'orphan: ' || content AS found FROM ${orphan} UNION ALL (${leaksIn(schema)})`;
}

/** The results of a query for leftovers. */
export function foundBy({ rows }: pg.QueryResult): readonly string[] {
  return rows.map(({ found }) => String(found));
}

function leaksIn(schema: string): string {
  const [chunk, variable, orphan] = ["chunk", "variable", "orphan"].map((name) =>
    tableIn(schema, name),
  );
  return `SELECT DISTINCT 'leak: ' || content AS found FROM ${chunk} AS chunk
    WHERE NOT EXISTS (SELECT FROM ${variable} AS variable WHERE variable.content = chunk.content)
    AND NOT EXISTS (SELECT FROM ${orphan} AS orphan WHERE orphan.content = chunk.content)`;
}

function tableIn(schema: string, name: string): string {
  return `${pg.escapeIdentifier(schema)}.${name}`;
}
