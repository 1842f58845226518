import fs from "node:fs";
import { isError } from "../_is_error.ts";

/** The system's error codes if a file cannot grow: the disk is full, a quota is used up, or the file is too large. */
const FULL: readonly unknown[] = ["ENOSPC", "EDQUOT", "EFBIG"];

/** Length of a file in bytes; 0 if it does not exist. */
export function fileBytes(path: string): number {
  return fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Whether a failed write failed because the file could not grow. SQLite reports this only for a full disk. So this function writes
 * one byte at the end of another file of the same length, in the same folder, and looks at the system's error. It cannot use the
 * file itself: opening and closing it would end SQLite's lock.
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
    return isError(error) && "code" in error && FULL.includes(error.code);
  }
}
