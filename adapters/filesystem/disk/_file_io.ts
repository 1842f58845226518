/**
 * The few operations on files that all others use. They call `node:fs` with callbacks: a `FileHandle` costs several times as much for a
 * small read or write.
 * @module
 */
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { systemCode } from "./_to_storage_error.ts";

/** The process, or the whole system, has as many files open as it may. */
const TOO_MANY = ["EMFILE", "ENFILE"];
/** While too many files are open, an opening is tried so many times, with so long a pause between two tries. */
const OPEN_TRIES = 200;
const OPEN_PAUSE_MS = 10;

/**
 * Opens a file; `flags` as in `fs.open`. If too many files are open, it waits up to 2 s for others to close theirs.
 *
 * @param mode The rights of a file that is made, less those that the umask takes. Default: all may read and write.
 */
export async function openFile(path: string, flags: string, mode = 0o666): Promise<number> {
  for (let tries = 1; ; tries++) {
    try {
      return await tryToOpen(path, flags, mode);
    } catch (error) {
      if (!TOO_MANY.includes(systemCode(error) ?? "") || tries === OPEN_TRIES) throw error;
    }
    await sleep(OPEN_PAUSE_MS);
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
export function readAt(fd: number, buffer: Uint8Array, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const { byteLength } = buffer;
    let done = 0;
    const readOn = () => fs.read(fd, buffer, done, byteLength - done, position + done, onRead);
    const onRead = (error: Error | null, count: number) => {
      if (error !== null) return reject(error);
      done += count;
      if (count === 0 || done === byteLength) resolve(done);
      else readOn();
    };
    readOn();
  });
}

/** Writes all of `buffer` at a position. */
export async function writeAt(fd: number, buffer: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < buffer.byteLength) done += await writeSome(fd, buffer, done, position + done);
}

/** Writes few bytes at a position before it returns: into the system's memory, which takes some microseconds. */
export function writeNow(fd: number, bytes: Uint8Array, position: number): void {
  fs.writeSync(fd, bytes, 0, bytes.byteLength, position);
}

/** Cuts off all that lies behind the first `length` bytes of a file. */
export function truncateFile(fd: number, length: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fs.ftruncate(fd, length, (error) => (error ? reject(error) : resolve()));
  });
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
  const fd = await openFile(path, "r");
  try {
    await syncNames(fd);
  } finally {
    await closeFile(fd);
  }
}

/** Waits until the entries of an open directory are on the disk. */
export function syncNames(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fs.fsync(fd, (error) => (error ? reject(error) : resolve()));
  });
}

function tryToOpen(path: string, flags: string, mode: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.open(path, flags, mode, (error, fd) => (error === null ? resolve(fd) : reject(error)));
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
