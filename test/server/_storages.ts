import { join } from "node:path";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { MemoryStorage } from "../../adapters/memory.ts";
import { SqliteStorage } from "../../adapters/sqlite.ts";
import type { VariableStorage } from "../../core/mod.ts";
import { withTempDir } from "../support/temp_dir.ts";

type Run = (storage: VariableStorage) => Promise<void>;

/** Every storage there is, by name: opens an empty one for `run`, and removes it afterwards. */
export const STORAGES: readonly (readonly [
  name: string,
  withStorage: (run: Run) => Promise<void>,
])[] = [
  ["memory", (run) => run(new MemoryStorage())],
  ["filesystem", (run) => withFiles((path) => FilesystemStorage.open(path), run)],
  ["sqlite", (run) => withFiles((path) => SqliteStorage.open(path), run)],
];

function withFiles(open: (path: string) => Promise<VariableStorage>, run: Run): Promise<void> {
  return withTempDir(async (directory) => {
    const storage = await open(join(directory, "store"));
    try {
      await run(storage);
    } finally {
      await storage.close();
    }
  });
}
