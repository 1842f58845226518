import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readPostgresUrl } from "./_read_postgres_url.ts";
import { readStorageUrl } from "./_read_storage_url.ts";

const TIMEOUT_MS = 60_000;

/**
 * Whether there is a store where a URL says. Opening would make one. An empty file is none: SQLite would take it for a new one, and
 * throw away the log beside it.
 *
 * @param url A storage URL, as for `openStorage`; of `memory:` there is always one.
 * @throws {UsageError} If the URL does not name a storage.
 * @throws {StorageError} If a database does not answer.
 * @throws {Error} If the system does not tell.
 */
export async function isStoreThere(url: string): Promise<boolean> {
  const { kind, location } = readStorageUrl(url);
  if (kind === "memory") return true;
  if (kind === "filesystem") return (await sizeOf(join(location, "format"))) !== undefined;
  if (kind === "sqlite") return ((await sizeOf(location)) ?? 0) > 0;
  const settings = await readPostgresUrl(url);
  const postgres = await import("../../adapters/postgres/_open_connections.ts");
  return postgres.isStoreThere(settings, TIMEOUT_MS);
}

/** Size of a file; `undefined` if there is none. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
