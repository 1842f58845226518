import { join } from "node:path";
import type { ContractSubject } from "../../../adapters/contract.ts";
import { FilesystemStorage } from "../../../adapters/filesystem.ts";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import { filesystemLeftovers } from "../filesystem_leftovers.ts";
import { withPostgresSubject } from "../postgres/postgres_subject.ts";
import { sqliteLeftovers } from "../sqlite_leftovers.ts";
import { withTempDir } from "../temp_dir.ts";

/** Gives `run` an empty store of a storage, and removes it afterwards. */
export type WithSubject = (run: (subject: ContractSubject) => Promise<void>) => Promise<void>;

/** Empty stores of each storage, by the storage's name. */
export const QUERY_SUBJECTS: ReadonlyMap<string, WithSubject> = new Map<string, WithSubject>([
  ["memory", (run) => run({ open: async () => new MemoryStorage(), leftovers: async () => [] })],
  [
    "filesystem",
    (run) =>
      withTempDir((directory) => {
        const open = () => FilesystemStorage.open(directory);
        return run({ open, leftovers: () => filesystemLeftovers(directory) });
      }),
  ],
  [
    "sqlite",
    (run) =>
      withTempDir((directory) => {
        const file = join(directory, "store.db");
        return run({
          open: () => SqliteStorage.open(file),
          leftovers: () => sqliteLeftovers(file),
        });
      }),
  ],
  ["postgres", (run) => withPostgresSubject(run)],
]);
