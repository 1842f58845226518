import type { PoolClient } from "pg";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { runScript } from "../connections/_connections.ts";
import { literal, quoted, type Tables } from "./_tables.ts";

/**
 * Refuses a role that lacks a privilege on tables that are there. So it is not missing at the first write.
 *
 * @throws {StorageError} "io" with all statements that grant what is missing.
 */
export async function checkPrivileges(
  client: PoolClient,
  { schemaName, schema }: Tables,
): Promise<void> {
  // Tables are found by their numbers, since names may not be used without USAGE.
  const [schemas, tables] = await runScript(client, [
    `SELECT current_user::text, has_schema_privilege(oid, 'USAGE')
     FROM pg_namespace WHERE nspname = ${literal(schemaName)}`,
    `WITH present AS (
       SELECT c.oid, c.relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ${literal(schemaName)}
     ), lacking AS (
       SELECT name, string_agg(privilege, ', ' ORDER BY place) AS privileges
       FROM present, unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) WITH ORDINALITY needed (privilege, place)
       WHERE (name IN ('variable', 'chunk', 'orphan', 'lane') OR (name = 'format' AND privilege = 'SELECT'))
         AND NOT has_table_privilege(oid, privilege)
       GROUP BY name
     )
     SELECT privileges, string_agg(${literal(`${schema}.`)} || name, ', ' ORDER BY name) FROM lacking
     WHERE EXISTS (SELECT FROM present WHERE name = 'format') GROUP BY privileges ORDER BY privileges`,
  ]);
  const [role, mayUse] = schemas?.[0] ?? [];
  const grantee = quoted(String(role));
  const grants = [
    ...(mayUse === false ? [`GRANT USAGE ON SCHEMA ${schema} TO ${grantee}`] : []),
    ...(tables ?? []).map(([privileges, names]) => `GRANT ${privileges} ON ${names} TO ${grantee}`),
  ];
  if (grants.length === 0) return;
  throw new StorageError(
    "io",
    `Cannot use schema '${schemaName}': the role '${role}' lacks privileges. Let the owner of the schema run '${grants.join("; ")}'`,
  );
}
