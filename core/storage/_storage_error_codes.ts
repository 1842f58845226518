import type { StorageErrorCode } from "./storage_error.ts";

/** All codes of `StorageError`: the compiler finds out if one is missing. */
export const STORAGE_ERROR_CODES: Readonly<Record<StorageErrorCode, true>> = {
  closed: true,
  locked: true,
  full: true,
  corrupt: true,
  gone: true,
  unavailable: true,
  io: true,
};
