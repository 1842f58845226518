import { accessSync, constants, type Stats, statSync } from "node:fs";
import { StorageError } from "../core/storage/storage_error.ts";
import { isError } from "./_is_error.ts";

/**
 * Checks that a file or folder can be written if it exists. All other problems are found when it is opened.
 *
 * @param action What cannot be done otherwise, such as `open 'varpost.db'`.
 * @param path The file or folder.
 * @throws {StorageError} "io" if it cannot be written. The message says who may write to it.
 */
export function checkWritable(action: string, path: string): void {
  let code: unknown;
  let stats: Stats;
  try {
    stats = statSync(path);
    const searched = stats.isDirectory() ? constants.X_OK : 0;
    accessSync(path, constants.R_OK | constants.W_OK | searched);
    return;
  } catch (error) {
    code = isError(error) && "code" in error ? error.code : undefined;
  }
  const reason = reasonOf(code, path);
  if (reason !== undefined) throw new StorageError("io", `Cannot ${action}: ${reason}`);
}

function reasonOf(code: unknown, path: string): string | undefined {
  if (code === "EROFS") {
    return `'${path}' is read-only, as its whole file system is; mount that writable`;
  }
  if (code === "EPERM") return `'${path}' is read-only for everybody; is it immutable?`;
  return code === "EACCES" ? forbidden(path) : undefined;
}

function forbidden(path: string): string {
  const self = `this process (${user(process.getuid?.())})`;
  try {
    const stats = statSync(path);
    const mode = (stats.mode & 0o7777).toString(8).padStart(3, "0");
    const what = stats.isDirectory() ? "folder" : "file";
    return `the ${what} '${path}' is read-only for ${self}; ${writers(stats)} (mode ${mode})`;
  } catch {
    return `${self} may not look into the folder of '${path}'`;
  }
}

function writers({ mode, uid, gid }: Stats): string {
  const allowed = [
    ...(mode & 0o200 ? [user(uid)] : []),
    ...(mode & 0o020 ? [`group ${gid}`] : []),
    ...(mode & 0o002 ? ["others"] : []),
  ];
  return allowed.length === 0
    ? `nobody may write to it, not even its owner, ${user(uid)}`
    : `${allowed.join(" and ")} may write to it`;
}

function user(uid: number | undefined): string {
  return uid === undefined ? "its user" : `user ${uid}`;
}
