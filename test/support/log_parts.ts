import { join } from "node:path";
import { Store } from "../../adapters/filesystem/disk/_store.ts";
import { StoreLayout } from "../../adapters/filesystem/disk/_store_layout.ts";
import { type Description, encodeDescription } from "../../adapters/filesystem/log/_description.ts";
import {
  type DraftRecord,
  maxRecordBytes,
  OPERATIONS,
  type RecordPosition,
  writeRecord,
} from "../../adapters/filesystem/log/_record.ts";
import { Segment } from "../../adapters/filesystem/log/_segment.ts";
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
