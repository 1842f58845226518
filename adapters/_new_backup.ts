import { lstat, mkdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { StorageError } from "../core/storage/storage_error.ts";
import { freeBytes } from "./_disk_room.ts";
import { closeFile, openFile, syncDirectory } from "./filesystem/disk/_file_io.ts";
import { systemCode } from "./filesystem/disk/_to_storage_error.ts";

/** A backup that is to be made. */
export interface NewBackup {
  /** Path of the store, a file or a directory. Who may not read it may not read the backup either. */
  readonly store: string;
  /** Path of the backup. There must be nothing. */
  readonly target: string;
  /** Size of the store in bytes. */
  readonly bytes: number;
  /** Endings of further files that `make` may leave. */
  readonly parts?: readonly string[];
  /** Makes it at a path, where an empty file or directory is, and waits until it is on the disk. */
  readonly make: (path: string) => Promise<void>;
}

/**
 * Makes a backup under another name, and gives it its name when it is on the disk. So what has the name is whole, and of a backup that
 * failed nothing is left.
 *
 * @throws {StorageError} "io" if there is something, or another backup of this name is being made; "full" if the disk has no room.
 */
export async function newBackup(backup: NewBackup): Promise<void> {
  const { store, bytes, parts = [], make } = backup;
  const target = resolve(backup.target);
  await checkTarget(target, store);
  const room = freeBytes(dirname(target));
  if (room < bytes) {
    const reason = `it takes ${bytes} bytes, and its disk has room for ${room}`;
    throw new StorageError("full", `Cannot make the backup '${target}': ${reason}`);
  }
  const path = `${target}.part`;
  await claim(target, path, store);
  try {
    await make(path);
    // It would replace what has come there meanwhile.
    await checkAbsent(target);
    await rename(path, target);
    await syncDirectory(dirname(target));
  } catch (error) {
    for (const ending of ["", ...parts]) {
      await rm(path + ending, { recursive: true, force: true });
    }
    throw error;
  }
}

/** Refuses a target that is there, or lies in the store itself, which keeps only what is its own. */
async function checkTarget(target: string, store: string): Promise<void> {
  let folder: string;
  try {
    folder = await realpath(dirname(target));
  } catch (error) {
    if (systemCode(error) === "ENOENT") throw refusal(target, "its folder does not exist");
    throw error;
  }
  await checkAbsent(target);
  const way = relative(await realpath(store), join(folder, basename(target)));
  if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) return;
  throw refusal(target, "it would lie in the store itself");
}

async function checkAbsent(target: string): Promise<void> {
  try {
    await lstat(target);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return;
    throw error;
  }
  throw refusal(target, "there is something already");
}

/** Makes an empty file or directory, with no more rights than the store has. Of two that do so at once, one is refused. */
async function claim(target: string, path: string, store: string): Promise<void> {
  const stats = await stat(store);
  const mode = stats.mode & 0o777;
  try {
    if (stats.isDirectory()) await mkdir(path, mode);
    else await closeFile(await openFile(path, "wx", mode));
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
    throw refusal(target, `another backup is being made, or was broken off: remove '${path}'`);
  }
}

function refusal(target: string, reason: string): StorageError {
  return new StorageError("io", `Cannot make the backup '${target}': ${reason}`);
}
