import type { PoolClient } from "pg";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { BEGIN, type Connections, limitTo, runScript } from "../connections/_connections.ts";
import { sqlState } from "../connections/_storage_error.ts";
import { checkPrivileges } from "./_check_privileges.ts";
import { FORMAT, migrateFrom } from "./_migrations.ts";
import { newerFormat } from "./_newer_format.ts";
import { literal, quoted, type Tables } from "./_tables.ts";

/** The key of the advisory lock that lets one process migrate at a time: "varp". */
const MIGRATION_LOCK = 0x76617270;
/** The longest time in which tables are made, and for which a migration waits for others, in milliseconds. */
const LIMIT_MS = 10_000;
/** The longest time of a migration of tables that are there, or of the wait for one. A million variables take half a minute. */
const MIGRATION_MS = 600_000;

/**
 * Makes or migrates the tables of a store. Several processes may do so at once.
 *
 * @param action What cannot be done if it fails.
 * @throws {StorageError} "corrupt" if the schema is of an unknown version; "io" if a privilege is missing.
 */
export async function openSchema(
  connections: Connections,
  action: string,
  tables: Tables,
): Promise<void> {
  const present = await connections.run(action, async (client) => {
    await checkPrivileges(client, tables);
    return formatOf(client, tables);
  });
  if (present === FORMAT) return;
  const limitMs = present === 0 ? LIMIT_MS : MIGRATION_MS;
  const change = async (client: PoolClient) => {
    await migrate(client, tables, limitMs);
    // Another role may have made the tables meanwhile.
    await checkPrivileges(client, tables);
  };
  await connections.run(action, change, limitMs);
}

/**
 * Reads the version of the format; 0 if there are no tables.
 *
 * @throws {StorageError} "corrupt" if it is unknown, or the tables are not varpost's.
 */
export async function formatOf(client: PoolClient, tables: Tables): Promise<number> {
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
  throw newerFormat("open the store", schemaName, found);
}

async function migrate(client: PoolClient, tables: Tables, limitMs: number): Promise<void> {
  const { schemaName, schema } = tables;
  let present = 0;
  let grant = "";
  try {
    const begun = await runScript(client, [
      BEGIN,
      limitTo(limitMs),
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
    present = await formatOf(client, tables);
    if (present > 0 && present < FORMAT) {
      // Each batch writes to its lane, reads the format, and keeps both until its end. So no batch runs now, and each later one finds
      // the new format. A batch locks the tables in this order, too.
      await runScript(client, [
        `SET LOCAL lock_timeout = ${LIMIT_MS}`,
        `LOCK TABLE ${tables.lane}, ${tables.format}, ${tables.variable} IN ACCESS EXCLUSIVE MODE`,
      ]);
    }
    if (present < FORMAT) await migrateFrom(client, tables, present);
    await client.query("COMMIT");
  } catch (error) {
    const state = sqlState(error);
    if (state === "42P07") throw foreign(schemaName, error);
    if (!(error instanceof Error) || state !== "42501") throw error;
    if (present > 0) {
      throw new StorageError(
        "io",
        `Cannot migrate schema '${schemaName}' to format ${FORMAT}: ${error.message}. Let the role that owns the tables open the store once`,
        { cause: error },
      );
    }
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
