/**
 * The three changes of a log that count only once they are on the disk. Each is there whole or not at all, or the store
 * refuses all further writes.
 * @module
 */
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "../disk/_store.ts";
import { toStorageError } from "../disk/_to_storage_error.ts";
import { LogFile } from "./_log_file.ts";

/** A log that was made, and where its first record lies. */
export interface CreatedLog {
  readonly log: LogFile;
  readonly offset: number;
}

/**
 * Appends records as one frame and syncs it.
 *
 * @returns Where the first record lies.
 */
export async function appendToLog(
  { guard }: Store,
  log: LogFile,
  records: readonly Uint8Array[],
): Promise<number> {
  const { end } = log;
  let offset: number;
  try {
    offset = await log.append(records);
  } catch (error) {
    // What is left of the frame would be garbage before the next one.
    await guard.run("take back a failed write", () => log.cut(end));
    throw toStorageError(error, "write to the log");
  }
  try {
    await guard.run("sync the log", () => log.sync());
  } catch (error) {
    await log.cut(end).catch(() => undefined);
    throw error;
  }
  return offset;
}

/** Makes a log. It appears with its first records in it, so there is never one without. */
export async function createLog(
  store: Store,
  id: string,
  name: string,
  records: readonly Uint8Array[],
): Promise<CreatedLog> {
  const { layout, list, guard } = store;
  const stage = store.stagePath(store.nextId());
  const path = layout.log(name);
  list.expect(id, false);
  let log: LogFile | undefined;
  try {
    const created = await LogFile.create(stage, id);
    log = created;
    const offset = await created.append(records);
    await guard.run("sync the log", () => created.sync());
    await rename(stage, path);
    await store.syncDirectory(layout.shard(name));
    list.settle(id, true);
    return { log: created, offset };
  } catch (error) {
    list.settle(id, false);
    await log?.retire();
    for (const file of [stage, path]) await rm(file, { force: true }).catch(() => undefined);
    throw toStorageError(error, "create the log");
  }
}

/** Deletes a log: first its name, durably, then its bytes, in the background. */
export async function removeLog(store: Store, id: string, name: string): Promise<void> {
  const { layout, list, background } = store;
  const path = layout.log(name);
  const trash = join(layout.trash, store.nextId());
  list.expect(id, true);
  try {
    await rename(path, trash);
    await store.syncDirectory(layout.shard(name));
  } catch (error) {
    list.settle(id, true);
    await rename(trash, path).catch(() => undefined);
    throw toStorageError(error, "delete the log");
  }
  list.settle(id, false);
  background.start(() => rm(trash, { force: true }));
}
