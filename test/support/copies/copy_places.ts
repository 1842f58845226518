import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FilesystemStorage } from "../../../adapters/filesystem.ts";
import { PostgresStorage } from "../../../adapters/postgres.ts";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { testPool } from "../postgres/test_pool.ts";
import type { TestSchema } from "../postgres/test_schema.ts";

/** A place for a store that outlives its process. */
export interface CopyPlace {
  readonly name: string;
  /** As for `varpost copy`. */
  readonly url: string;
  open(): Promise<VariableStorage>;
  /** Size of what is there, in bytes, also while a process has it open; 0 if nothing is. */
  bytes(): Promise<number>;
}

export function filesystemPlace(directory: string): CopyPlace {
  return {
    name: "filesystem",
    url: `filesystem:${directory}`,
    open: () => FilesystemStorage.open(directory),
    bytes: () => sizeOf(directory),
  };
}

export function sqlitePlace(file: string): CopyPlace {
  return {
    name: "SQLite",
    url: `sqlite:${file}`,
    open: () => SqliteStorage.open(file),
    bytes: async () => (await sizeOf(file)) + (await sizeOf(`${file}-wal`)),
  };
}

export function postgresPlace({ connectionString, schema }: TestSchema): CopyPlace {
  const url = new URL(connectionString);
  url.searchParams.set("schema", schema);
  return {
    name: "PostgreSQL",
    url: url.href,
    open: () => PostgresStorage.open({ connectionString, schema }),
    async bytes() {
      const { rows } = await testPool(connectionString).query<{ bytes: string | null }>(
        `SELECT sum(pg_total_relation_size(c.oid)) AS bytes
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = $1 AND c.relkind = 'r'`,
        [schema],
      );
      return Number(rows[0]?.bytes ?? 0);
    },
  };
}

/** Size of a file, or of all files in a folder; 0 of what is not there. */
async function sizeOf(path: string): Promise<number> {
  try {
    const stats = await stat(path);
    if (!stats.isDirectory()) return stats.size;
    const sizes = (await readdir(path)).map((entry) => sizeOf(join(path, entry)));
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
}
