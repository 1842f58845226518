export const INSTANCES = ["order-1", "order-2", "a/b", "\u{1f600}"];
/** An instance in which several processes count, see `CrashWriter.count`. */
export const COUNTER = "counter";
/** An instance whose value is uploaded slowly, in several windows. */
export const UPLOADED = "uploaded";
export const NAMES = ["a", "b", "c", "d", "e", "f"];

/** An instance whose variables are seldom written, so that merges have to keep them, or what deletes them. */
export const ARCHIVE = "archive";
export const ARCHIVED: readonly string[] = Array.from({ length: 60 }, (_, index) => `v${index}`);
