import pg from "pg";
import { withPostgresClient } from "./postgres_client.ts";

/**
 * Finds what is in the tables of a store although no variable refers to it. The store may be open. What waits to be swept is found, too,
 * such as stages and values that were replaced.
 */
export async function postgresLeftovers(url: string, schema: string): Promise<readonly string[]> {
  const orphan = tableIn(schema, "orphan");
  const orphans = await contentsOf(url, `SELECT content FROM ${orphan}`);
  return [...orphans.map((id) => `orphan: ${id}`), ...(await postgresLeaks(url, schema))];
}

/**
 * Finds contents that would stay for ever, since nothing says that they are to be swept. There must be none at any time, not even within
 * a write or after a kill.
 */
export async function postgresLeaks(url: string, schema: string): Promise<readonly string[]> {
  const [chunk, variable, orphan] = ["chunk", "variable", "orphan"].map((name) =>
    tableIn(schema, name),
  );
  const query = `
    SELECT DISTINCT content FROM ${chunk} AS chunk
    WHERE NOT EXISTS (SELECT FROM ${variable} AS variable WHERE variable.content = chunk.content)
    AND NOT EXISTS (SELECT FROM ${orphan} AS orphan WHERE orphan.content = chunk.content)`;
  return (await contentsOf(url, query)).map((id) => `leak: ${id}`);
}

function tableIn(schema: string, name: string): string {
  return `${pg.escapeIdentifier(schema)}.${name}`;
}

function contentsOf(url: string, query: string): Promise<readonly string[]> {
  return withPostgresClient(url, async (client) => {
    const { rows } = await client.query(query);
    return rows.map(({ content }) => String(content));
  });
}
