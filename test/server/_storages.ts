import { join } from "node:path";
import { FilesystemStorage } from "../../adapters/filesystem.ts";
import { MemoryStorage } from "../../adapters/memory.ts";
import { SqliteStorage } from "../../adapters/sqlite.ts";
import type { VariableStorage } from "../../core/mod.ts";
import { filesystemLeftovers } from "../support/filesystem_leftovers.ts";
import { withPostgresSubject } from "../support/postgres/postgres_subject.ts";
import { sqliteLeftovers } from "../support/sqlite_leftovers.ts";
import { withTempDir } from "../support/temp_dir.ts";

/** Lists the orphans of the storage: files or rows to which no variable refers. */
export type Leftovers = () => Promise<readonly string[]>;

type Run = (storage: VariableStorage, leftovers: Leftovers) => Promise<void>;

/** The name of a storage, and a function that opens an empty one for `run`, and removes it afterwards. */
export type NamedStorage = readonly [name: string, withStorage: (run: Run) => Promise<void>];

const ALL: readonly NamedStorage[] = [
  ["memory", (run) => run(new MemoryStorage(), async () => [])],
  [
    "filesystem",
    (run) => withFiles((path) => FilesystemStorage.open(path), filesystemLeftovers, run),
  ],
  ["sqlite", (run) => withFiles((path) => SqliteStorage.open(path), sqliteLeftovers, run)],
  ["postgres", withPostgres],
];

/** Name of the environment variable with the name of one storage, if routes and clients are to be tested on this one alone. */
const TEST_STORAGE = "VARPOST_TEST_STORAGE";

/** The name of the only storage to test; `undefined` if all are tested. */
export const ONLY_STORAGE: string | undefined = process.env[TEST_STORAGE];

/** The storages to test, by name. */
export const STORAGES: readonly NamedStorage[] = ALL.filter(
  ([name]) => ONLY_STORAGE === undefined || name === ONLY_STORAGE,
);

/** Opens an empty storage for tests that need only one: in memory, or the one of `VARPOST_TEST_STORAGE`. */
export function withOneStorage(run: (storage: VariableStorage) => Promise<void>): Promise<void> {
  const [first] = STORAGES;
  if (first === undefined) throw new Error(`${TEST_STORAGE} names no storage: '${ONLY_STORAGE}'`);
  const [, withStorage] = first;
  return withStorage(run);
}

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

function withPostgres(run: Run): Promise<void> {
  return withPostgresSubject(async ({ open, leftovers }) => {
    const storage = await open();
    try {
      await run(storage, leftovers);
    } finally {
      await storage.close();
    }
  });
}
