import { join } from "node:path";
import { mock } from "node:test";
import {
  KeyDirectory,
  type KeyedRecord,
} from "../../../adapters/filesystem/keys/_key_directory.ts";
import type { Segment } from "../../../adapters/filesystem/log/_segment.ts";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import { nextTurn } from "../../../core/_next_turn.ts";
import type {
  Change,
  PageOptions,
  VariableRecord,
  VariableStorage,
} from "../../../core/storage/storage.ts";
import { filesystemLeftovers } from "../filesystem_leftovers.ts";
import { openSmallSegments } from "../small_segments.ts";
import { sqliteLeftovers } from "../sqlite_leftovers.ts";
import { StorageWrapper } from "../storage_wrapper.ts";
import { ARCHIVE } from "./crash_instances.ts";
import type { CrashMoment, CrashStep } from "./crash_moment.ts";

/** A durable store that is killed and examined. It lies in one directory. */
export interface CrashStore {
  readonly name: string;
  open(directory: string): Promise<VariableStorage>;
  /** Opens the store in the process that will be killed. Only broken stores are opened in another way there. */
  openToWrite(directory: string): Promise<VariableStorage>;
  leftovers(directory: string): Promise<readonly string[]>;
  /** Steps in which the process can be killed at an operation on files. */
  readonly steps: readonly CrashStep[];
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

/**
 * Lets merges drop the deletions that still hide something. It kills the process as soon as nothing hides that any more, if the variable
 * is one that is seldom written: another write would hide it.
 */
function openForgetful(directory: string): Promise<VariableStorage> {
  const { needs, forgetSegment } = KeyDirectory.prototype;
  const dropped: [segment: Segment, record: KeyedRecord][] = [];
  mock.method(
    KeyDirectory.prototype,
    "needs",
    function (this: KeyDirectory, segment: Segment, record: KeyedRecord) {
      const { instanceId, name } = record;
      const isNeeded = needs.call(this, segment, record);
      if (this.find(instanceId, name) !== undefined) return isNeeded;
      if (isNeeded && instanceId === ARCHIVE) dropped.push([segment, record]);
      return false;
    },
  );
  mock.method(
    KeyDirectory.prototype,
    "forgetSegment",
    function (this: KeyDirectory, segment: Segment) {
      if (dropped.some((each) => needs.call(this, ...each))) process.kill(process.pid, "SIGKILL");
      forgetSegment.call(this, segment);
    },
  );
  return filesystem.open(directory);
}

const steps: readonly CrashStep[] = ["opening", "sealing", "merging", "deleting", "closing"];

const filesystem = {
  open: (directory: string) => openSmallSegments(join(directory, "store")),
  leftovers: (directory: string) => filesystemLeftovers(join(directory, "store")),
  steps,
};

const sqlite = {
  open: (directory: string) => SqliteStorage.open(join(directory, "store.db")),
  leftovers: (directory: string) => sqliteLeftovers(join(directory, "store.db")),
  steps: [],
};

/** The stores that must survive each kill. */
export const CRASH_STORES: readonly CrashStore[] = [
  { name: "filesystem", ...filesystem, openToWrite: filesystem.open },
  { name: "sqlite", ...sqlite, openToWrite: sqlite.open },
];

/** A broken store, and a moment at which a kill shows its fault. */
export interface BrokenCrashStore extends CrashStore {
  readonly moment: CrashMoment;
  /** How many rounds are enough to find it. */
  readonly rounds: number;
}

/** They prove that the harness finds faults. */
export const BROKEN_CRASH_STORES: readonly BrokenCrashStore[] = [
  {
    name: "filesystem that acknowledges before it writes",
    ...filesystem,
    openToWrite: async (directory) => new WriteBehind(await filesystem.open(directory)),
    moment: { at: "acknowledgement", after: 0 },
    rounds: 1,
  },
  {
    name: "filesystem that commits change by change",
    ...filesystem,
    openToWrite: async (directory) => new ChangeByChange(await filesystem.open(directory)),
    moment: { at: "batch", after: 0 },
    rounds: 1,
  },
  {
    name: "filesystem that forgets deletions when it merges",
    ...filesystem,
    openToWrite: openForgetful,
    // It kills itself before.
    moment: { at: "merging", turn: Number.MAX_SAFE_INTEGER, operations: 0, half: false },
    rounds: 3,
  },
];
