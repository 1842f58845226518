import fs from "node:fs";
import { StorageError } from "../core/storage/storage_error.ts";

/** Tells whether there is still the same file or folder at a path: not deleted, moved, or replaced by another. */
export class SameFile {
  readonly path: string;
  readonly #device: number | undefined;
  readonly #inode: number | undefined;

  /** @param path What is there now. */
  constructor(path: string) {
    this.path = path;
    const stats = statOf(path);
    this.#device = stats?.dev;
    this.#inode = stats?.ino;
  }

  /** Takes about 2 µs, as the system has it in memory. */
  get isThere(): boolean {
    const stats = statOf(this.path);
    return stats !== undefined && stats.ino === this.#inode && stats.dev === this.#device;
  }
}

/** What is written to such a file now is lost when it is closed. */
export function notThere(path: string): StorageError {
  return new StorageError(
    "io",
    `Cannot write to the store: '${path}' was deleted, moved or replaced while it was open; put it back, or open the store again`,
  );
}

function statOf(path: string): fs.Stats | undefined {
  return fs.statSync(path, { throwIfNoEntry: false });
}
