import fs from "node:fs";
import { StorageError } from "../core/storage/storage_error.ts";

/** Knows whether a path still leads to the same file or folder: it was not deleted, moved or replaced. */
export class SameFile {
  readonly path: string;
  readonly #device: number | undefined;
  readonly #inode: number | undefined;

  /** @param path Path of the file or folder, which is remembered as it is now. */
  constructor(path: string) {
    this.path = path;
    const stats = statOf(path);
    this.#device = stats?.dev;
    this.#inode = stats?.ino;
  }

  /** Whether the same file or folder is still there. Takes about 2 µs, since the system has the answer in memory. */
  get isThere(): boolean {
    const stats = statOf(this.path);
    return stats !== undefined && stats.ino === this.#inode && stats.dev === this.#device;
  }
}

/** The error for a store whose file is not there any more. Bytes that are written to it now are lost when it is closed. */
export function notThere(path: string): StorageError {
  return new StorageError(
    "io",
    `Cannot write to the store: '${path}' was deleted, moved or replaced while it was open; put it back, or open the store again`,
  );
}

function statOf(path: string): fs.Stats | undefined {
  return fs.statSync(path, { throwIfNoEntry: false });
}
