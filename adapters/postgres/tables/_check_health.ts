import type { PoolClient } from "pg";
import { runScript } from "../connections/_connections.ts";
import { unavailable } from "../connections/_storage_error.ts";
import { checkPrivileges } from "./_check_privileges.ts";
import { checkCommit } from "./_check_server.ts";
import { FORMAT } from "./_migrations.ts";
import { newerFormat } from "./_newer_format.ts";
import type { Tables } from "./_tables.ts";

/** What cannot be done. */
export const ACTION = "write to the store";

/**
 * Finds out whether the tables of an open store take writes, without a write.
 *
 * @throws {StorageError} "unavailable" if the server is a read-only replica; "corrupt" if the format is that of another version; "io"
 *   if the role lacks a privilege, or the server does not sync.
 */
export async function checkHealth(client: PoolClient, tables: Tables): Promise<void> {
  const [rows] = await runScript(client, [
    `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on',
       current_setting('synchronous_commit'), (SELECT version FROM ${tables.format} LIMIT 1)`,
  ]);
  const [isReadOnly, commit, format] = rows?.[0] ?? [];
  if (isReadOnly === true) throw unavailable(ACTION, "the database is read-only now");
  checkCommit(ACTION, commit);
  if (Number(format) !== FORMAT) throw newerFormat(ACTION, tables.schemaName, Number(format));
  await checkPrivileges(client, tables);
}
