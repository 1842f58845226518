import { rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { StorageError } from "../core/storage/storage_error.ts";
import { syncDirectory } from "./filesystem/disk/_file_io.ts";

/**
 * Makes a backup under another name, and gives it its name when it is on the disk. So what has the name is whole, and of a backup that
 * failed nothing is left.
 *
 * @param target Path of the backup, a file or a directory. There must be nothing.
 * @param make Makes it at the path that it gets, and waits until it is on the disk.
 * @param parts Endings of further files that it may leave.
 * @throws {StorageError} "io" if there is something.
 */
export async function newBackup(
  target: string,
  make: (path: string) => Promise<void>,
  parts: readonly string[] = [],
): Promise<void> {
  if (!(await exists(dirname(target)))) throw refusal(target, "its folder does not exist");
  if (await exists(target)) throw refusal(target, "there is something already");
  const path = `${target}.part`;
  if (await exists(path)) {
    throw refusal(target, `another backup is being made, or was broken off: remove '${path}'`);
  }
  try {
    await make(path);
    await rename(path, target);
    await syncDirectory(dirname(target));
  } catch (error) {
    for (const ending of ["", ...parts]) {
      await rm(path + ending, { recursive: true, force: true });
    }
    throw error;
  }
}

function refusal(target: string, reason: string): StorageError {
  return new StorageError("io", `Cannot make the backup '${target}': ${reason}`);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
