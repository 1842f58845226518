import { readFileSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { StorageError } from "../../core/storage/storage_error.ts";
import { checkWritable } from "../_check_writable.ts";

/** The file in which Linux lists the mounts of this process. */
const MOUNTS = "/proc/self/mountinfo";

/**
 * Checks that a store can be kept in a file. SQLite would report most of these problems only as "disk I/O error". It would not
 * notice that the file is a mount of its own: its log would then be written beside it, outside the mount, and be lost with the
 * container.
 *
 * @param path The file, which need not exist.
 * @param mounts The file that lists the mounts. Default: that of Linux.
 * @throws {StorageError} "io" with the reason.
 */
export function checkPlace(path: string, mounts: string = MOUNTS): void {
  const action = `open '${path}'`;
  const file = realPath(path);
  checkWritable(action, dirname(file));
  for (const suffix of ["", "-wal"]) checkWritable(action, file + suffix);
  if (mountPoints(mounts).includes(file)) {
    throw new StorageError(
      "io",
      `Cannot ${action}: the file is a mount of its own, and SQLite keeps a log beside it, which would not be in the mount; mount its folder`,
    );
  }
}

/** Resolves symbolic links, as SQLite does before it names its log. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function mountPoints(mounts: string): readonly string[] {
  let list: string;
  try {
    list = readFileSync(mounts, "utf8");
  } catch {
    // Only Linux has this list, and only there single files are mounted.
    return [];
  }
  // The mount point is the fifth field. Spaces and backslashes in it are octal escapes (proc_pid_mountinfo(5)).
  return list.split("\n").map((line) => {
    const point = line.split(" ")[4] ?? "";
    return point.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
  });
}
