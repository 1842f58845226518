import { join } from "node:path";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { MemoryStorage } from "../../adapters/memory.ts";
import { SqliteStorage } from "../../adapters/sqlite.ts";
import type { VariableStorage } from "../../core/mod.ts";
import { filesystemLeftovers } from "../support/filesystem_leftovers.ts";
import { sqliteLeftovers } from "../support/sqlite_leftovers.ts";
import { withTempDir } from "../support/temp_dir.ts";

/** Lists the orphans of the storage: files or rows to which no variable refers. */
export type Leftovers = () => Promise<readonly string[]>;

type Run = (storage: VariableStorage, leftovers: Leftovers) => Promise<void>;

/** All storages, by name. Each function opens an empty one for `run`, and removes it afterwards. */
export const STORAGES: readonly (readonly [
  name: string,
  withStorage: (run: Run) => Promise<void>,
])[] = [
  ["memory", (run) => run(new MemoryStorage(), async () => [])],
  [
    "filesystem",
    (run) => withFiles((path) => FilesystemStorage.open(path), filesystemLeftovers, run),
  ],
  ["sqlite", (run) => withFiles((path) => SqliteStorage.open(path), sqliteLeftovers, run)],
];

function withFiles(
  open: (path: string) => Promise<VariableStorage>,
  leftovers: (path: string) => Promise<readonly string[]>,
  run: Run,
): Promise<void> {
  return withTempDir(async (directory) => {
    const path = join(directory, "store");
    const storage = await open(path);
    try {
      await run(storage, () => leftovers(path));
    } finally {
      await storage.close();
    }
  });
}
