import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { DiskState } from "./disk_model.ts";

/** Writes what a disk holds into a new folder. */
export async function writeState(directory: string, { folders, files }: DiskState): Promise<void> {
  await mkdir(directory);
  for (const folder of folders) await mkdir(join(directory, folder));
  for (const [path, bytes] of files) await writeFile(join(directory, path), bytes);
}

/** Reads all that is in a folder, but for the lock. */
export async function readState(directory: string): Promise<DiskState> {
  const folders: string[] = [];
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(directory, path);
    if (name === "lock" || name.startsWith("lock/")) continue;
    if (entry.isDirectory()) folders.push(name);
    else files.set(name, await readFile(path));
  }
  return { folders: folders.sort(), files };
}
