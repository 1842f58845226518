import { join } from "node:path";
import { FilesystemStorage } from "../../../adapters/filesystem.ts";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import { nextTurn } from "../../../core/_next_turn.ts";
import type {
  Change,
  PageOptions,
  VariableRecord,
  VariableStorage,
} from "../../../core/storage/storage.ts";
import { filesystemLeftovers } from "../filesystem_leftovers.ts";
import { sqliteLeftovers } from "../sqlite_leftovers.ts";
import { StorageWrapper } from "../storage_wrapper.ts";
import type { CrashMoment } from "./crash_moment.ts";

/** A durable store that is killed and examined. It lies in one directory. */
export interface CrashStore {
  readonly name: string;
  open(directory: string): Promise<VariableStorage>;
  /** Opens the store in the process that will be killed. Only broken stores are opened in another way there. */
  openToWrite(directory: string): Promise<VariableStorage>;
  leftovers(directory: string): Promise<readonly string[]>;
}

type Applied = readonly (VariableRecord | undefined)[];

/** Acknowledges at once, and writes in a later turn, as a cache without a log does. */
class WriteBehind extends StorageWrapper {
  #written: Promise<unknown> = Promise.resolve();

  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    this.#written = this.#written
      .then(() => nextTurn())
      .then(() => this.inner.apply(instanceId, changes))
      .catch(() => {});
    return changes.map(() => undefined);
  }
}

/** Commits the changes of a batch one by one. It waits before each until somebody has seen the one before. */
class ChangeByChange extends StorageWrapper {
  #seen: () => void = () => {};

  override async apply(instanceId: string, changes: readonly Change[]): Promise<Applied> {
    const applied: (VariableRecord | undefined)[] = [];
    for (const [index, change] of changes.entries()) {
      applied.push(...(await this.inner.apply(instanceId, [change])));
      if (index === changes.length - 1) break;
      await new Promise<void>((resolve) => {
        this.#seen = resolve;
      });
    }
    return applied;
  }

  override async list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]> {
    const seen = this.#seen;
    const records = await this.inner.list(instanceId, page);
    seen();
    return records;
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

/** The stores that must survive each kill. */
export const CRASH_STORES: readonly CrashStore[] = [
  { name: "filesystem", ...filesystem, openToWrite: filesystem.open },
  { name: "sqlite", ...sqlite, openToWrite: sqlite.open },
];

/** Broken stores, each with a moment at which a kill shows its fault. They prove that the harness finds faults. */
export const BROKEN_CRASH_STORES: readonly (CrashStore & { readonly moment: CrashMoment })[] = [
  {
    name: "filesystem that acknowledges before it writes",
    ...filesystem,
    openToWrite: async (directory) => new WriteBehind(await filesystem.open(directory)),
    moment: { at: "acknowledgement", after: 0 },
  },
  {
    name: "filesystem that commits change by change",
    ...filesystem,
    openToWrite: async (directory) => new ChangeByChange(await filesystem.open(directory)),
    moment: { at: "batch", after: 0 },
  },
];
