import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { checkWritable } from "../../_check_writable.ts";
import { systemCode } from "./_to_storage_error.ts";

/**
 * Makes a directory, and those above it, unless they are there. It does not sync them.
 *
 * Node's `mkdir` with `recursive` tries for ever where the system refuses with `ENOENT` though the parent is there, as `/proc`
 * does.
 *
 * @throws {StorageError} "io" if something else has its name, or the folder above it is read-only. Otherwise what the system reports.
 */
export async function makeDirectory(path: string): Promise<void> {
  const refusal = await tryToMake(path);
  if (refusal === undefined) return;
  const parent = dirname(path);
  if (systemCode(refusal) !== "ENOENT" || parent === path) {
    checkWritable(`make '${path}'`, parent);
    throw refusal;
  }
  await makeDirectory(parent);
  const second = await tryToMake(path);
  if (second !== undefined) throw second;
}

/** @returns Why it cannot be made; `undefined` if it is there now. */
async function tryToMake(path: string): Promise<unknown> {
  try {
    await mkdir(path);
  } catch (error) {
    if (systemCode(error) !== "EEXIST") return error;
    if (!(await stat(path)).isDirectory()) {
      throw new StorageError(
        "io",
        `Cannot open '${path}': a directory is needed, and there is a file of this name`,
      );
    }
  }
  return undefined;
}
