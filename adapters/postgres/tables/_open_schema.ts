import type { PoolClient } from "pg";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { BEGIN, limitTo, runScript } from "../connections/_connections.ts";
import { sqlState } from "../connections/_storage_error.ts";
import { checkPrivileges } from "./_check_privileges.ts";
import { FORMAT, migrationsFrom } from "./_migrations.ts";
import { literal, quoted, type Tables } from "./_tables.ts";

/** The key of the advisory lock that lets one process migrate at a time: "varp". */
const MIGRATION_LOCK = 0x76617270;
/** The longest time of a statement of a migration. */
const LIMIT_MS = 10_000;

/**
 * Makes or migrates the tables of a store. Several processes may do so at once.
 *
 * @throws {StorageError} "corrupt" if the schema is of an unknown version; "io" if a privilege is missing.
 */
export async function openSchema(client: PoolClient, tables: Tables): Promise<void> {
  await checkPrivileges(client, tables);
  if ((await version(client, tables)) === FORMAT) return;
  await migrate(client, tables);
  // Another role may have made the tables meanwhile.
  await checkPrivileges(client, tables);
}

/** Reads the version of the format; 0 if there are no tables. */
async function version(client: PoolClient, tables: Tables): Promise<number> {
  const { schemaName, format } = tables;
  const found = await runScript(client, [
    `SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ${literal(schemaName)} AND c.relname = 'format'`,
  ]);
  if (found[0]?.length === 0) return 0;
  try {
    const rows = await runScript(client, [`SELECT version FROM ${format}`]);
    return checkVersion(schemaName, rows[0]?.[0]?.[0]);
  } catch (cause) {
    if (!sqlState(cause).startsWith("42") || sqlState(cause) === "42501") throw cause;
    throw foreign(schemaName, cause);
  }
}

function checkVersion(schemaName: string, found: unknown): number {
  if (typeof found !== "number" || found < 1) throw foreign(schemaName);
  if (found <= FORMAT) return found;
  throw new StorageError(
    "corrupt",
    `Cannot open schema '${schemaName}': it has format ${found}, and this version of varpost knows 1 to ${FORMAT}. Use a newer varpost`,
  );
}

async function migrate(client: PoolClient, tables: Tables): Promise<void> {
  const { schemaName, schema } = tables;
  let grant = "";
  try {
    const begun = await runScript(client, [
      BEGIN,
      limitTo(LIMIT_MS),
      `SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`,
      // Another process may have migrated until now.
      `SELECT current_user::text, EXISTS (SELECT FROM pg_namespace WHERE nspname = ${literal(schemaName)})`,
    ]);
    const [role, exists] = begun.at(-1)?.[0] ?? [];
    grant =
      exists === true
        ? `GRANT CREATE ON SCHEMA ${schema} TO ${quoted(String(role))}`
        : `CREATE SCHEMA ${schema} AUTHORIZATION ${quoted(String(role))}`;
    // `CREATE SCHEMA IF NOT EXISTS` needs a privilege even if the schema exists.
    if (exists !== true) await runScript(client, [`CREATE SCHEMA ${schema}`]);
    const present = await version(client, tables);
    if (present !== FORMAT) await runScript(client, migrationsFrom(tables, present));
    await client.query("COMMIT");
  } catch (error) {
    const state = sqlState(error);
    if (state === "42P07") throw foreign(schemaName, error);
    if (!(error instanceof Error) || state !== "42501") throw error;
    throw new StorageError(
      "io",
      `Cannot make the tables in schema '${schemaName}': ${error.message}. Let an administrator run '${grant}'`,
      { cause: error },
    );
  }
}

function foreign(schemaName: string, cause?: unknown): StorageError {
  return new StorageError(
    "corrupt",
    `Cannot use schema '${schemaName}': it has tables that are not varpost's. Choose another schema`,
    { cause },
  );
}
