import { stat } from "node:fs/promises";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { VerificationWatch } from "../../_verification.ts";
import { DirectoryLock } from "../disk/_directory_lock.ts";
import { StoreLayout } from "../disk/_store_layout.ts";
import { systemCode, toStorageError } from "../disk/_to_storage_error.ts";
import { KeyDirectory } from "../keys/_key_directory.ts";
import { readClosedLengths } from "../log/_closed_lengths.ts";
import type { Segment } from "../log/_segment.ts";
import { Segments } from "../log/_segments.ts";
import { checkContents } from "./_check_contents.ts";
import { isUnreadable } from "./_is_unreadable.ts";
import { SegmentCheck } from "./_segment_check.ts";

/**
 * Reads a whole filesystem store, and reports what is damaged: each record of the log, each hint, and each block of the contents that
 * variables have. It changes nothing. What a crash may have torn at the end of the log is no damage: the next opening cuts it off.
 *
 * @throws {StorageError} "locked" if the store is open; "io" if it cannot be read.
 */
export async function verifyFilesystem(directory: string, watch: VerificationWatch): Promise<void> {
  const layout = new StoreLayout(directory);
  let lock: DirectoryLock | undefined;
  try {
    await layout.prepareLock();
    lock = await DirectoryLock.acquire(layout.lock);
    await checkStore(layout, watch);
  } catch (error) {
    watch.signal.throwIfAborted();
    if (!(error instanceof StorageError) || error.code !== "corrupt") {
      throw toStorageError(error, `verify '${directory}'`);
    }
    watch.onDamage({ place: layout.root, problem: `it cannot be opened: ${error.message}` });
  } finally {
    await lock?.release();
  }
}

async function checkStore(layout: StoreLayout, watch: VerificationWatch): Promise<void> {
  const segments = new Segments(layout.log);
  const keys = new KeyDirectory();
  try {
    await segments.find();
    const closedLengths = await readClosedLengths(layout.closedLengths);
    if (closedLengths === undefined) {
      watch.onDamage({ place: layout.closedLengths, problem: "it is not what was written" });
    }
    const check = new SegmentCheck(keys, closedLengths ?? new Map(), watch);
    for (const segment of segments.all()) await readSegment(check, segment, watch);
    await keys.complete();
    check.report();
    await checkContents(layout, keys, check.contents, watch);
  } finally {
    await segments.close();
  }
}

/** Reads a segment. One that the disk cannot read to its end is damage, and others may be whole. */
async function readSegment(
  check: SegmentCheck,
  segment: Segment,
  watch: VerificationWatch,
): Promise<void> {
  try {
    await check.read(segment, await exists(segment.hintPath));
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const problem = "the disk cannot read it to its end, and it is not known whose values are lost";
    watch.onDamage({ place: segment.logPath, problem });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return false;
    throw error;
  }
}
