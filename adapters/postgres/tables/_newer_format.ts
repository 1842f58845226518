import { StorageError } from "../../../core/storage/storage_error.ts";
import { FORMAT } from "./_migrations.ts";

/** The error for a store that a newer varpost has made or migrated; or, while it is open, for an older one that has taken its place. */
export function newerFormat(action: string, schemaName: string, found: number): StorageError {
  const advice = found > FORMAT ? "Use a newer varpost" : "Open the store again to migrate it";
  return new StorageError(
    "corrupt",
    `Cannot ${action}: schema '${schemaName}' has format ${found}, and this version of varpost knows 1 to ${FORMAT}. ${advice}`,
    { needsReopening: true },
  );
}
