import type { PoolClient } from "pg";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { BEGIN, runScript } from "../connections/_connections.ts";
import { sqlState } from "../connections/_storage_error.ts";
import { FORMAT, migrationsFrom } from "./_migrations.ts";
import { literal, type Tables } from "./_tables.ts";

/** The key of the advisory lock that lets one process migrate at a time: "varp". */
const MIGRATION_LOCK = 0x76617270;
/** How long a migration may wait for locks. */
const LOCK_TIMEOUT_MS = 10_000;

/**
 * Makes or migrates the tables of a store. Several processes may do so at once.
 *
 * @throws {StorageError} "corrupt" if the schema is of an unknown version; "io" if a privilege is missing.
 */
export async function openSchema(client: PoolClient, tables: Tables): Promise<void> {
  if ((await version(client, tables)) !== FORMAT) await migrate(client, tables);
  await checkPrivileges(client, tables);
}

/** Reads the version of the format; 0 if there are no tables. */
async function version(client: PoolClient, tables: Tables): Promise<number> {
  const { schemaName, format } = tables;
  const exists = await runScript(client, [
    `SELECT has_schema_privilege(n.oid, 'USAGE'),
       EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid AND relname = 'format')
     FROM pg_namespace n WHERE nspname = ${literal(schemaName)}`,
  ]);
  const [mayUse, hasFormat] = exists[0]?.[0] ?? [];
  if (mayUse === false) throw missing(`GRANT USAGE ON SCHEMA ${tables.schema}`, schemaName);
  if (hasFormat !== true) return 0;
  try {
    const rows = await runScript(client, [`SELECT version FROM ${format}`]);
    return checkVersion(schemaName, rows[0]?.[0]?.[0]);
  } catch (cause) {
    if (sqlState(cause) === "42501") {
      throw missing(`GRANT ALL ON ALL TABLES IN SCHEMA ${tables.schema}`, schemaName, cause);
    }
    if (!sqlState(cause).startsWith("42")) throw cause;
    throw foreign(schemaName, cause);
  }
}

function checkVersion(schemaName: string, found: unknown): number {
  if (typeof found !== "number" || found < 1) throw foreign(schemaName);
  if (found <= FORMAT) return found;
  throw new StorageError(
    "corrupt",
    `Cannot open schema '${schemaName}': it has format ${found}, but this version of varpost knows 1 to ${FORMAT}. Use a newer varpost`,
  );
}

async function migrate(client: PoolClient, tables: Tables): Promise<void> {
  const { schemaName, schema } = tables;
  try {
    await runScript(client, [
      BEGIN,
      `SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`,
      `SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`,
    ]);
    // Another process may have migrated until now. `CREATE SCHEMA IF NOT EXISTS` needs a privilege even if the schema exists.
    const exists = `SELECT FROM pg_namespace WHERE nspname = ${literal(schemaName)}`;
    const rows = await runScript(client, [exists]);
    if (rows[0]?.length === 0) await runScript(client, [`CREATE SCHEMA ${schema}`]);
    const present = await version(client, tables);
    if (present !== FORMAT) await runScript(client, migrationsFrom(tables, present));
    await client.query("COMMIT");
  } catch (error) {
    const state = sqlState(error);
    if (state === "42P07") throw foreign(schemaName, error);
    if (state !== "42501") throw error;
    throw new StorageError(
      "io",
      `Cannot make the tables in schema '${schemaName}': the role may not. Let an administrator run 'CREATE SCHEMA ${schema} AUTHORIZATION' with the role's name, or start varpost once with a role that may`,
      { cause: error },
    );
  }
}

/** Checks all privileges now, so that they are not missing at the first write. */
async function checkPrivileges(client: PoolClient, tables: Tables): Promise<void> {
  const { schema, schemaName, variable, chunk, orphan, lane } = tables;
  const may = [variable, chunk, orphan, lane].map(
    (table) =>
      `has_table_privilege(${literal(table)}, 'SELECT') AND has_table_privilege(${literal(table)}, 'INSERT')
         AND has_table_privilege(${literal(table)}, 'UPDATE') AND has_table_privilege(${literal(table)}, 'DELETE')`,
  );
  const rows = await runScript(client, [`SELECT ${may.join(" AND ")}`]);
  if (rows[0]?.[0]?.[0] === true) return;
  throw missing(`GRANT ALL ON ALL TABLES IN SCHEMA ${schema}`, schemaName);
}

function missing(grant: string, schemaName: string, cause?: unknown): StorageError {
  const todo = `Let its owner run '${grant} TO …'`;
  const message = `Cannot use schema '${schemaName}': the role lacks a privilege. ${todo}`;
  return new StorageError("io", message, { cause });
}

function foreign(schemaName: string, cause?: unknown): StorageError {
  return new StorageError(
    "corrupt",
    `Cannot use schema '${schemaName}': it has tables that are not varpost's. Choose another schema`,
    { cause },
  );
}
