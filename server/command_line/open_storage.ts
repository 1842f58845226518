import type { BackupOptions } from "../../adapters/backup_options.ts";
import type { VariableStorage } from "../../core/mod.ts";
import type { Log } from "../../core/rest/log/log.ts";
import { readPostgresUrl } from "./_read_postgres_url.ts";
import { readStorageUrl, type StorageKind } from "./_read_storage_url.ts";
import { redactPassword } from "./_redact_password.ts";
import { UsageError } from "./_usage_error.ts";

/** A storage, and what only some kinds can do. */
export interface OpenedStorage extends VariableStorage {
  /** Copies a store of files while it is used. */
  backup?(target: string, options: BackupOptions): Promise<void>;
}

/** How a storage is opened. */
interface OpenOptions {
  /** The whole URL. */
  readonly url: string;
  readonly log: Log;
  readonly acceptDamage: boolean;
}

/** Opens a storage. It loads the adapter, so that only the one in use is loaded. */
type Opener = (location: string, options: OpenOptions) => Promise<OpenedStorage>;

const OPENERS: Readonly<Record<StorageKind, Opener>> = {
  sqlite: openSqlite,
  filesystem: openFilesystem,
  memory: openMemory,
  postgres: openPostgres,
};

/**
 * Opens the storage that a URL names.
 *
 * @param url A storage URL, such as `memory:`, `filesystem:/var/lib/varpost`, `sqlite:varpost.db` or
 * `postgres://user@host/database`. Messages show no password of it.
 * @param log Gets a line for each damage that is found.
 * @param acceptDamage Whether a filesystem store is opened although it is not known whose values are lost in it. Default: no.
 * @throws {UsageError} If the URL does not name a storage.
 * @throws {StorageError} If it cannot be opened.
 */
export async function openStorage(
  url: string,
  log: Log,
  acceptDamage = false,
): Promise<OpenedStorage> {
  const { kind, location } = readStorageUrl(url);
  if (acceptDamage && kind !== "filesystem") {
    throw new UsageError(
      `Cannot use storage '${redactPassword(url)}' with '--accept-damage': only a filesystem store can tell what it lost`,
    );
  }
  return OPENERS[kind](location, { url, log, acceptDamage });
}

async function openSqlite(file: string): Promise<OpenedStorage> {
  const { SqliteStorage } = await import("../../adapters/sqlite.ts");
  return SqliteStorage.open(file);
}

async function openFilesystem(
  directory: string,
  { log, acceptDamage }: OpenOptions,
): Promise<OpenedStorage> {
  const { FilesystemStorage } = await import("../../adapters/filesystem.ts");
  return FilesystemStorage.open(directory, {
    acceptDamage,
    onDamage({ file, start, end, variable }) {
      const whose = variable === undefined ? "values that are not known" : "the value";
      log("error", `The store is damaged: ${whose} cannot be read`, {
        file,
        start,
        end,
        ...variable,
      });
    },
  });
}

async function openMemory(): Promise<OpenedStorage> {
  const { MemoryStorage } = await import("../../adapters/memory.ts");
  return new MemoryStorage();
}

async function openPostgres(_location: string, { url }: OpenOptions): Promise<OpenedStorage> {
  await readPostgresUrl(url);
  const { PostgresStorage } = await import("../../adapters/postgres.ts");
  return PostgresStorage.open({ connectionString: url });
}
