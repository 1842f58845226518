import { StorageError, type StorageErrorCode } from "../../core/storage/storage_error.ts";
import { isError } from "../_is_error.ts";

const OPEN_ELSEWHERE = "another process has it open, perhaps a running varpost";

const NO_ROOM = "there is no room left";

/** The code and the reason for each primary result code of SQLite. For all others the code is "io". */
const MEANINGS: Readonly<Record<string, readonly [StorageErrorCode, string]>> = {
  BUSY: ["locked", OPEN_ELSEWHERE],
  LOCKED: ["locked", OPEN_ELSEWHERE],
  FULL: ["full", NO_ROOM],
  TOOBIG: ["full", "a value is larger than SQLite can hold"],
  CORRUPT: ["corrupt", "the database is damaged"],
  NOTADB: ["corrupt", "it is not an SQLite database"],
  READONLY: ["io", "it is read-only"],
  CANTOPEN: ["io", "the file cannot be opened"],
};

/**
 * Makes a `StorageError` of any error.
 *
 * @param action What could not be done, such as `open 'varpost.db'`.
 * @param error The error. A `StorageError` is returned as it is.
 */
export function storageError(action: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const primary = resultCode(error).split("_")[1] ?? "";
  const [code, reason] = MEANINGS[primary] ?? ["io", messageOf(error)];
  return new StorageError(code, `Cannot ${action}: ${reason}`, { cause: error });
}

/**
 * Runs a function that uses SQLite, and makes a `StorageError` of any error.
 *
 * @param action What cannot be done if it fails, such as `read the store`.
 * @param run The function.
 */
export function withStorageErrors<T>(action: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw storageError(action, error);
  }
}

/** The error for a disk without room. */
export function full(action: string, cause?: unknown): StorageError {
  return new StorageError("full", `Cannot ${action}: ${NO_ROOM}`, { cause });
}

/** Whether the system refused to write for a reason that SQLite does not report. */
export function isFailedWrite(error: unknown): boolean {
  return resultCode(error) === "SQLITE_IOERR_WRITE";
}

/** Whether a sync failed. Bytes that were not on the disk before may be lost for good, even if a later sync succeeds. */
export function isFailedSync(error: unknown): boolean {
  return /^SQLITE_IOERR_(DIR_)?FSYNC$/.test(resultCode(error));
}

/** SQLite's extended result code, such as `SQLITE_IOERR_FSYNC`; empty if the error is not one of SQLite. */
export function resultCode(error: unknown): string {
  const code = isError(error) && "code" in error ? error.code : undefined;
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : "";
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
