import { StorageError } from "../../../core/storage/storage_error.ts";
import { systemCode } from "../disk/_to_storage_error.ts";

/** Whether the disk could not read bytes that are there. */
export function isUnreadable(error: unknown): boolean {
  return systemCode(error instanceof StorageError ? error.cause : error) === "EIO";
}
