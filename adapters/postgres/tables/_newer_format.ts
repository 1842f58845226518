import { StorageError } from "../../../core/storage/storage_error.ts";
import { FORMAT } from "./_migrations.ts";

/** The error for a store that a newer varpost has made or migrated. */
export function newerFormat(action: string, schemaName: string, found: number): StorageError {
  return new StorageError(
    "corrupt",
    `Cannot ${action}: schema '${schemaName}' has format ${found}, and this version of varpost knows 1 to ${FORMAT}. Use a newer varpost`,
  );
}
