import { StorageError, type StorageErrorCode } from "../../core/storage/storage_error.ts";

const OPEN_ELSEWHERE = "another process has it open, perhaps a running varpost";

const NO_ROOM = "there is no room left";

/** What a primary result code of SQLite means to the contract. All others are "io". */
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
 * Says what went wrong in the contract's words.
 *
 * @param action What could not be done, as in `open 'varpost.db'`.
 * @param error What was thrown. A `StorageError` says it already and comes back as it is.
 */
export function storageError(action: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const primary = resultCode(error).split("_")[1] ?? "";
  const [code, reason] = MEANINGS[primary] ?? ["io", messageOf(error)];
  return new StorageError(code, `Cannot ${action}: ${reason}`, { cause: error });
}

/**
 * Runs something that asks SQLite, and says in the contract's words what went wrong.
 *
 * @param action What cannot be done if it fails.
 */
export function withStorageErrors<T>(action: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw storageError(action, error);
  }
}

/** Says that there is no room. */
export function full(action: string, cause?: unknown): StorageError {
  return new StorageError("full", `Cannot ${action}: ${NO_ROOM}`, { cause });
}

/** Whether the system refused to write, for a reason that SQLite does not tell. */
export function isFailedWrite(error: unknown): boolean {
  return resultCode(error) === "SQLITE_IOERR_WRITE";
}

/** Whether a sync failed: what the system had not written by then may be lost for good, whatever a later sync says. */
export function isFailedSync(error: unknown): boolean {
  return /^SQLITE_IOERR_(DIR_)?FSYNC$/.test(resultCode(error));
}

/** SQLite's extended result code, as in `SQLITE_IOERR_FSYNC`; empty if the error is not SQLite's. */
export function resultCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
