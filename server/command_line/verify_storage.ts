import type { VerificationWatch } from "../../adapters/_verification.ts";
import { readPostgresUrl } from "./_read_postgres_url.ts";
import { readStorageUrl } from "./_read_storage_url.ts";
import { UsageError } from "./_usage_error.ts";

/**
 * Reads all of the storage that a URL names, and reports what is damaged.
 *
 * @param url A storage URL, as for `openStorage`.
 * @param watch Is told of damage and progress.
 * @throws {UsageError} If the URL does not name a storage that outlives a process.
 * @throws {StorageError} If it cannot be opened or read, for another reason than damage.
 */
export async function verifyStorage(url: string, watch: VerificationWatch): Promise<void> {
  const { kind, location } = readStorageUrl(url);
  if (kind === "memory") {
    throw new UsageError(`Cannot verify '${url}': it ends with the process`);
  } else if (kind === "sqlite") {
    const { verifySqlite } = await import("../../adapters/sqlite/verify/_verify_sqlite.ts");
    await verifySqlite(location, watch);
  } else if (kind === "filesystem") {
    const { verifyFilesystem } = await import(
      "../../adapters/filesystem/verify/_verify_filesystem.ts"
    );
    await verifyFilesystem(location, watch);
  } else {
    const settings = await readPostgresUrl(url);
    const { verifyPostgres } = await import("../../adapters/postgres/verify/_verify_postgres.ts");
    await verifyPostgres(settings, watch);
  }
}
