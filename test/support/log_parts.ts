import { join } from "node:path";
import { Sequence } from "../../adapters/filesystem/_sequence.ts";
import { Store } from "../../adapters/filesystem/disk/_store.ts";
import { StoreLayout } from "../../adapters/filesystem/disk/_store_layout.ts";
import { KeyDirectory } from "../../adapters/filesystem/keys/_key_directory.ts";
import { type Description, encodeDescription } from "../../adapters/filesystem/log/_description.ts";
import { entryOf } from "../../adapters/filesystem/log/_entry.ts";
import { Log } from "../../adapters/filesystem/log/_log.ts";
import { Merger } from "../../adapters/filesystem/log/_merger.ts";
import {
  type DraftRecord,
  maxRecordBytes,
  OPERATIONS,
  type RecordPosition,
  writeRecord,
} from "../../adapters/filesystem/log/_record.ts";
import { scanSegment } from "../../adapters/filesystem/log/_scan_segment.ts";
import { Segment } from "../../adapters/filesystem/log/_segment.ts";
import { placeAt } from "../../adapters/filesystem/log/_segment_writer.ts";
import type { StoreDamage } from "../../adapters/filesystem/log/_store_damage.ts";
import { withTempDir } from "./temp_dir.ts";

const NOTHING = new Uint8Array(0);

/** What the variables of these tests are. */
export const DESCRIPTION: Description = {
  updatedAt: 1_700_000_000_000,
  isNull: false,
  content: undefined,
  type: "Bytes",
  valueInfo: {},
};

/** The draft of a put. */
export function draftPut(
  instanceId: string,
  name: string,
  body: Uint8Array = NOTHING,
  file?: number,
): DraftRecord {
  const content = file === undefined ? undefined : { size: 70_000, sum: 5 };
  const description = encodeDescription({ ...DESCRIPTION, content });
  return { operation: OPERATIONS.put, instanceId, name, file, description, body };
}

/** The draft of a deletion. */
export function draftDelete(instanceId: string, name: string): DraftRecord {
  const operation = OPERATIONS.delete;
  return { operation, instanceId, name, file: undefined, description: NOTHING, body: NOTHING };
}

/** The bytes of a record. */
export function recordBytes(
  salt: number,
  draft: DraftRecord,
  { sequence = 1, synced = 0, hasMore = false }: Partial<RecordPosition> = {},
): Buffer {
  const bytes = Buffer.alloc(maxRecordBytes(draft));
  return bytes.subarray(0, writeRecord(bytes, 0, salt, draft, { sequence, synced, hasMore }));
}

/** Calls `run` with an empty segment. */
export function withSegment(run: (segment: Segment) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const segment = new Segment(1, 0x89abcdef, join(directory, "00000001-89abcdef"), () => {});
    await segment.create();
    try {
      await run(segment);
    } finally {
      await segment.close();
    }
  });
}

/**
 * Calls `run` with the open parts of a store that is empty.
 *
 * @param segmentBytes Length of a full segment. Default: that of a large disk.
 */
export function withStore(
  run: (store: Store) => Promise<void>,
  segmentBytes?: number,
): Promise<void> {
  return withTempDir(async (directory) => {
    const layout = new StoreLayout(directory);
    await layout.prepareLock();
    await layout.prepareFolders();
    await inStore(layout, run, segmentBytes);
  });
}

/** Calls `run` with the parts of a store that is there. */
export async function inStore(
  layout: StoreLayout,
  run: (store: Store) => Promise<void>,
  segmentBytes?: number,
): Promise<void> {
  const store = await Store.open(layout, segmentBytes);
  try {
    await run(store);
  } finally {
    await store.endBackground();
    await store.close();
  }
}

/** What a test of the log works with. */
export interface LogParts {
  readonly store: Store;
  readonly keys: KeyDirectory;
  readonly log: Log;
  readonly merger: Merger;
  readonly damages: readonly StoreDamage[];
  /** Commits records as one call. Returns its sequence number. */
  commit(...drafts: readonly DraftRecord[]): Promise<number>;
  /** Merges what there is too much of. */
  merge(): Promise<void>;
}

/**
 * Opens the log in a store, and closes it after `run` as a store does.
 *
 * @param acceptDamage Default: `false`.
 */
export async function inLog(
  store: Store,
  run: (parts: LogParts) => Promise<void>,
  acceptDamage = false,
): Promise<void> {
  const keys = new KeyDirectory();
  const sequence = new Sequence();
  const damages: StoreDamage[] = [];
  const onDamage = (damage: StoreDamage) => damages.push(damage);
  const log = await Log.open(store, keys, sequence, { acceptDamage, onDamage });
  const merger = new Merger(store, keys, log, (task) => task());
  const commit = async (...records: readonly DraftRecord[]) => {
    const number = sequence.next();
    const { segment, offsets } = await log.head.append([{ sequence: number, records }]);
    await log.head.sync();
    for (const [index, { operation, instanceId, name, file }] of records.entries()) {
      const record = { instanceId, name, file, sequence: number, ...placeAt(offsets, index) };
      if (operation === OPERATIONS.put) keys.put(segment, record);
      else keys.delete(segment, record);
    }
    return number;
  };
  const merge = async () => {
    merger.onCommit();
    await store.background.drain();
  };
  await run({ store, keys, log, merger, damages, commit, merge });
  await store.endBackground();
  if (!store.guard.broken) await log.close();
}

/** Names the records of a segment in their order: `+a` a put of `a`, `-a` a deletion, `?` bytes that are no record. Marks have none. */
export async function recordsOf(segment: Segment): Promise<string> {
  const names: string[] = [];
  await scanSegment(segment, {
    visit(record) {
      const entry = entryOf(record);
      if (entry === undefined) return;
      names.push(`${entry.operation === OPERATIONS.put ? "+" : "-"}${entry.name}`);
    },
    skip() {
      names.push("?");
    },
  });
  return names.join(" ");
}

/** Names the records of all segments. */
export async function recordsOfAll({ segments }: Store): Promise<readonly string[]> {
  const all: string[] = [];
  for (const segment of segments.all()) all.push(await recordsOf(segment));
  return all;
}
