import { StorageError } from "../../../core/storage/storage_error.ts";
import { isError } from "../../_is_error.ts";

/** System errors that mean there is no room: disk, quota, largest file size. */
const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Wraps what the operating system reported in the error of the contract.
 *
 * @param error What was thrown. A `StorageError` stays as it is.
 * @param action What could not be done, as in `read the log`.
 */
export function toStorageError(error: unknown, action: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = systemCode(error);
  const reason = isError(error) ? error.message : String(error);
  const kind = code !== undefined && FULL.has(code) ? "full" : "io";
  return new StorageError(kind, `Cannot ${action}: ${reason}`, { cause: error });
}

/** The `code` of a system error, as in `ENOENT`; `undefined` for any other value. */
export function systemCode(error: unknown): string | undefined {
  if (!isError(error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
