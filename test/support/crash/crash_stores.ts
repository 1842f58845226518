import { join } from "node:path";
import { FilesystemStorage } from "../../../adapters/filesystem.ts";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import type { Change, VariableRecord, VariableStorage } from "../../../core/storage/storage.ts";
import { filesystemLeftovers } from "../filesystem_leftovers.ts";
import { sqliteLeftovers } from "../sqlite_leftovers.ts";
import { StorageWrapper } from "../storage_wrapper.ts";

/** A durable store that is killed and examined. All of it lies in one directory. */
export interface CrashStore {
  readonly name: string;
  open(directory: string): Promise<VariableStorage>;
  /** How the process that will be killed opens it. Differs only where a fault is wanted. */
  openToWrite(directory: string): Promise<VariableStorage>;
  leftovers(directory: string): Promise<readonly string[]>;
}

type Applied = readonly (VariableRecord | undefined)[];

/** Acknowledges at once and writes a little later, as a cache without a log does. */
class WriteBehind extends StorageWrapper {
  #written: Promise<unknown> = Promise.resolve();

  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    this.#written = this.#written
      .then(() => new Promise((resolve) => setTimeout(resolve, 5)))
      .then(() => this.inner.apply(instanceId, changes))
      .catch(() => {});
    return changes.map(() => undefined);
  }
}

/** Commits the changes of a batch one after the other. */
class ChangeByChange extends StorageWrapper {
  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const applied: (VariableRecord | undefined)[] = [];
    for (const change of changes) {
      applied.push(...(await this.inner.apply(instanceId, [change])));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return applied;
  }
}

const filesystem = {
  open: (directory: string) => FilesystemStorage.open(join(directory, "store")),
  leftovers: (directory: string) => filesystemLeftovers(join(directory, "store")),
};

const sqlite = {
  open: (directory: string) => SqliteStorage.open(join(directory, "store.db")),
  leftovers: (directory: string) => sqliteLeftovers(join(directory, "store.db")),
};

/** The stores that must survive. */
export const CRASH_STORES: readonly CrashStore[] = [
  { name: "filesystem", ...filesystem, openToWrite: filesystem.open },
  { name: "sqlite", ...sqlite, openToWrite: sqlite.open },
];

/** Stores that must not: they prove that the harness notices. */
export const BROKEN_CRASH_STORES: readonly CrashStore[] = [
  {
    name: "filesystem that acknowledges before it writes",
    ...filesystem,
    openToWrite: async (directory) => new WriteBehind(await filesystem.open(directory)),
  },
  {
    name: "filesystem that commits change by change",
    ...filesystem,
    openToWrite: async (directory) => new ChangeByChange(await filesystem.open(directory)),
  },
];
