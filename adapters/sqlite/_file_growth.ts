import fs from "node:fs";

/** What the system reports when a file may not grow: disk, quota, largest file size. */
const FULL: readonly unknown[] = ["ENOSPC", "EDQUOT", "EFBIG"];

/** Length of a file, 0 if it is not there. Bytes. */
export function fileBytes(path: string): number {
  return fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Whether a file that could not be written could not grow. SQLite says it only of a full disk, so the system is asked once more,
 * by a byte at the end of a file of the same length beside it: to open the file itself, and to close it, would end SQLite's lock.
 */
export function isOutOfRoom(file: string): boolean {
  const probe = `${file}-room`;
  try {
    const fd = fs.openSync(probe, "w");
    try {
      fs.writeSync(fd, "0", Math.max(fileBytes(file), fileBytes(`${file}-wal`)));
    } finally {
      fs.closeSync(fd);
      fs.unlinkSync(probe);
    }
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && FULL.includes(error.code);
  }
}
