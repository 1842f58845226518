import { stat } from "node:fs/promises";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { newBackup } from "../../_new_backup.ts";
import type { BackupOptions } from "../../backup_options.ts";
import { closeFile, openFile, syncData } from "../../filesystem/disk/_file_io.ts";
import type { Database } from "../_driver.ts";

/**
 * Pages that are copied in one turn of the event loop, some milliseconds of work. As many as writers can add in a turn, or the backup of a
 * store that grows would never end.
 */
const PAGES = 512;
/** After so many pages the file is synced, by another thread. Otherwise SQLite would sync all of it at the end, in this one. */
const PAGES_PER_SYNC = 2_048;

/**
 * Copies an open store to a file, page by page, between the other work of the process. SQLite copies anew what is written meanwhile, so
 * the backup is the store at the moment when it ends.
 */
export async function backUp(
  db: Database,
  target: string,
  pageBytes: number,
  { onProgress, signal }: BackupOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const pages = Number(db.pragma("page_count", { simple: true }));
  await newBackup({
    store: db.name,
    target,
    bytes: pages * pageBytes,
    parts: ["-journal", "-wal"],
    make: async (path) => {
      const sync = new BackgroundSync(path);
      let synced = 0;
      let isNearEnd = false;
      const { totalPages: copied } = await db.backup(path, {
        progress({ totalPages, remainingPages }) {
          signal?.throwIfAborted();
          const done = totalPages - remainingPages;
          onProgress?.(done * pageBytes, totalPages * pageBytes);
          // SQLite syncs at the end. Before that most is synced already, but only once: meanwhile the store may grow.
          const comesNearEnd = !isNearEnd && remainingPages <= PAGES;
          if (!sync.isRunning && (comesNearEnd || done - synced >= PAGES_PER_SYNC)) {
            isNearEnd ||= comesNearEnd;
            synced = done;
            sync.start();
          }
          // With 0 pages SQLite waits.
          return sync.isRunning ? 0 : PAGES;
        },
      });
      sync.start();
      await sync.done;
      // If another process has locked the file, better-sqlite3 ends at once, as if all was done.
      if (copied > 0 && (await stat(path)).size === copied * pageBytes) return;
      throw new StorageError("io", `Cannot make the backup '${target}': another process uses it`);
    },
  });
}

/** Syncs a file without holding up this thread. */
class BackgroundSync {
  readonly #path: string;
  isRunning = false;
  done: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  start(): void {
    this.isRunning = true;
    this.done = this.done
      .then(() => syncFile(this.#path))
      .finally(() => {
        this.isRunning = false;
      });
    // Whoever waits for the last sync gets the error of each.
    this.done.catch(() => {});
  }
}

async function syncFile(path: string): Promise<void> {
  const fd = await openFile(path, "r+");
  await syncData(fd).finally(() => closeFile(fd));
}
