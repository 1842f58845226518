import { types } from "node:util";

/**
 * Whether a value is an error: one of another realm, as test runners have them, or one whose class is a function that only has the
 * prototype of errors, as better-sqlite3's.
 */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}
