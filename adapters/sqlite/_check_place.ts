import { readFileSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { StorageError } from "../../core/storage/storage_error.ts";
import { checkWritable } from "../_check_writable.ts";

/** Where Linux lists what is mounted for this process. */
const MOUNTS = "/proc/self/mountinfo";

/**
 * Looks whether a store can be kept in a file. SQLite itself says of most of this only "disk I/O error", and of a file that
 * is a mount of its own nothing: its log would be written beside it, outside the mount, and go with the container.
 *
 * @param path The file, which need not be there.
 * @param mounts The file that lists the mounts.
 * @throws {StorageError} "io" with what is in the way.
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

/** SQLite follows symbolic links, too, before it names its log. */
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
    // Only Linux has it, and it is where single files are mounted.
    return [];
  }
  // The fifth field, in which blanks and backslashes are octal escapes (proc_pid_mountinfo(5)).
  return list.split("\n").map((line) => {
    const point = line.split(" ")[4] ?? "";
    return point.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
  });
}
