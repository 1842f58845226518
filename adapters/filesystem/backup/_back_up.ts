import { rm } from "node:fs/promises";
import { join } from "node:path";
import { newBackup } from "../../_new_backup.ts";
import type { BackupOptions } from "../../backup_options.ts";
import { closeFile, openFile, syncDirectory } from "../disk/_file_io.ts";
import { makeDirectory } from "../disk/_make_directory.ts";
import { StoreLayout } from "../disk/_store_layout.ts";
import { toStorageError } from "../disk/_to_storage_error.ts";
import { writeClosedLengths } from "../log/_closed_lengths.ts";
import type { Segment } from "../log/_segment.ts";
import { copyBytes, copyFile, lengthOf } from "./_copy_bytes.ts";

/** A file with which a folder is no store. If the process is killed, nobody takes for a store what it has copied so far. */
const INCOMPLETE = "incomplete";

/** A segment as far as it counts in a backup. */
export interface BackedUpSegment {
  readonly segment: Segment;
  /** Length of its records. */
  readonly bytes: number;
  readonly isSealed: boolean;
  /** Lets it be deleted and its file be closed. May be called twice. */
  release(): void;
}

/** A store at one moment. Nothing of it is deleted until `release`. */
export interface StorePoint {
  readonly segments: readonly BackedUpSegment[];
  /** The numbers of the content files. */
  readonly files: readonly number[];
  release(): void;
}

/**
 * Copies a store as it was at one moment to a directory, which is a store of its own.
 *
 * @param point Takes the moment, between two commits.
 */
export async function backUp(
  from: StoreLayout,
  target: string,
  point: () => Promise<StorePoint>,
  { onProgress, signal }: BackupOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const { segments, files, release } = await point();
  try {
    let [done, all] = [0, 0];
    for (const { bytes } of segments) all += bytes;
    for (const file of files) all += await lengthOf(from.content(file));
    const make = async (path: string) => {
      const to = new StoreLayout(path);
      const mark = join(path, INCOMPLETE);
      await closeFile(await openFile(mark, "wx"));
      for (const folder of [to.lock, to.log, to.contents]) await makeDirectory(folder);
      const count = (bytes: number) => {
        signal?.throwIfAborted();
        done += bytes;
        onProgress?.(done, all);
      };
      for (const { segment, bytes, isSealed, release: end } of segments) {
        const read = (position: number, length: number) => segment.read(position, length);
        await copyBytes(read, `${to.log}${segment.logPath.slice(from.log.length)}`, bytes, count);
        // A hint of a segment that was not sealed then would name records that are not in the copy.
        if (isSealed) {
          const hint = `${to.log}${segment.hintPath.slice(from.log.length)}`;
          await copyFile(segment.hintPath, hint, () => {});
        }
        end();
      }
      for (const file of files) await copyFile(from.content(file), to.content(file), count);
      const open = segments.filter(({ isSealed }) => !isSealed);
      const lengths = open.map(({ segment: { salt }, bytes }) => ({ salt, bytes }));
      await writeClosedLengths(to.closedLengths, lengths);
      for (const folder of [to.log, to.contents]) await syncDirectory(folder);
      await to.prepareFolders();
      await rm(mark);
      await syncDirectory(to.root);
    };
    await newBackup({ store: from.root, target, bytes: all, make });
  } catch (error) {
    signal?.throwIfAborted();
    throw toStorageError(error, `make the backup '${target}'`);
  } finally {
    release();
  }
}
