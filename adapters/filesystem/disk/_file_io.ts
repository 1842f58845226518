/**
 * The few file operations of the hot paths. They call `node:fs` with callbacks: a `FileHandle` costs several times as much
 * for a small read or write.
 * @module
 */
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { closeSpareFiles } from "./_spare_files.ts";
import { systemCode } from "./_to_storage_error.ts";

/** The process, or the whole system, has as many files open as it may. */
const TOO_MANY = ["EMFILE", "ENFILE"];
/** How often, and how long in between, a sync waits for others to close files. */
const SYNC_TRIES = 500;
const SYNC_PAUSE_MS = 10;

/** Opens a file; `flags` as in `fs.open`. */
export function openFile(path: string, flags: string): Promise<number> {
  return withSpareFiles(() => tryToOpen(path, flags));
}

/** Runs what opens a file. If there are too many open, spare ones are closed, and it is run again. */
export async function withSpareFiles<T>(run: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!isTooMany(error)) throw error;
      if (!(await closeSpareFiles())) throw error;
    }
  }
}

/** Closes a file. */
export function closeFile(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fs.close(fd, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Reads at a position until `buffer` is full or the file ends.
 *
 * @returns The number of bytes read.
 */
export async function readAt(fd: number, buffer: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < buffer.byteLength) {
    const count = await readSome(fd, buffer, done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** Writes all of `buffer` at a position. */
export async function writeAt(fd: number, buffer: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < buffer.byteLength) done += await writeSome(fd, buffer, done, position + done);
}

/** Waits until a file's bytes, and the metadata needed to read them, are on the disk. */
export function syncData(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fs.fdatasync(fd, (error) => (error ? reject(error) : resolve()));
  });
}

/** Waits until the entries of a directory are on the disk. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot sync a directory; NTFS journals its entries.
  if (process.platform === "win32") return;
  const fd = await openToSync(path);
  try {
    await new Promise<void>((resolve, reject) => {
      fs.fsync(fd, (error) => (error ? reject(error) : resolve()));
    });
  } finally {
    await closeFile(fd);
  }
}

/**
 * What is to be synced is already done, and a store refuses all writes after a sync that failed. So where files are short for
 * a moment, this waits.
 */
async function openToSync(path: string): Promise<number> {
  for (let tries = 1; ; tries++) {
    try {
      return await openFile(path, "r");
    } catch (error) {
      if (!isTooMany(error) || tries === SYNC_TRIES) throw error;
    }
    await sleep(SYNC_PAUSE_MS);
  }
}

function isTooMany(error: unknown): boolean {
  return TOO_MANY.includes(systemCode(error) ?? "");
}

function tryToOpen(path: string, flags: string): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.open(path, flags, 0o666, (error, fd) => (error === null ? resolve(fd) : reject(error)));
  });
}

function readSome(
  fd: number,
  buffer: Uint8Array,
  offset: number,
  position: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, buffer, offset, buffer.byteLength - offset, position, (error, count) =>
      error === null ? resolve(count) : reject(error),
    );
  });
}

function writeSome(
  fd: number,
  buffer: Uint8Array,
  offset: number,
  position: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(fd, buffer, offset, buffer.byteLength - offset, position, (error, count) =>
      error === null ? resolve(count) : reject(error),
    );
  });
}
