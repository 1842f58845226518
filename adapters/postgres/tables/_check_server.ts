import type { PoolClient } from "pg";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { runScript } from "../connections/_connections.ts";
import { unavailable } from "../connections/_storage_error.ts";

const OLDEST_VERSION = 140_000;

/**
 * Refuses a server that cannot keep the promises of a storage.
 *
 * @throws {StorageError} "io" if the server is older than 14, does not sync, or has another encoding than UTF-8; "unavailable" if it
 *   is a read-only replica.
 */
export async function checkServer(client: PoolClient): Promise<void> {
  const rows = await runScript(client, [
    `SELECT current_setting('server_version_num')::integer, current_setting('server_version'),
       current_setting('server_encoding'), current_setting('fsync'), current_setting('synchronous_commit'),
       pg_is_in_recovery()`,
  ]);
  const [number, version, encoding, fsync, commit, isReplica] = rows[0]?.[0] ?? [];
  const refuse = (reason: string) => {
    throw new StorageError("io", `Cannot use this PostgreSQL: ${reason}`);
  };
  if (Number(number) < OLDEST_VERSION)
    refuse(`it is version ${version}, and 14 is the oldest that varpost can use. Upgrade it`);
  if (encoding !== "UTF8") {
    refuse(
      `the database's encoding is ${encoding}, not UTF8. Make one with 'CREATE DATABASE … ENCODING UTF8 LOCALE "C" TEMPLATE template0'`,
    );
  }
  if (fsync !== "on") {
    refuse(
      "'fsync' is off, so a crash may destroy all values. Set it to on in 'postgresql.conf', and run 'SELECT pg_reload_conf()'",
    );
  }
  if (commit === "off") refuse(SYNCHRONOUS_COMMIT_OFF);
  if (isReplica === true) {
    throw unavailable("open the store", "the database is a read-only replica. Name the primary");
  }
}

/**
 * Refuses a database that acknowledges before it has written.
 *
 * @param action What cannot be done then.
 * @param commit The setting `synchronous_commit`.
 * @throws {StorageError} "io" if it is off.
 */
export function checkCommit(action: string, commit: unknown): void {
  if (commit !== "off") return;
  throw new StorageError("io", `Cannot ${action}: ${SYNCHRONOUS_COMMIT_OFF}`);
}

const SYNCHRONOUS_COMMIT_OFF =
  "'synchronous_commit' is off, so a crash may lose acknowledged values. Run 'ALTER ROLE … IN DATABASE … SET synchronous_commit = on' with the names of the role and the database";
