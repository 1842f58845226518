import type { StorageError } from "./storage_error.ts";

/** Whether a storage takes writes now. */
export type StorageHealth = WritableStorage | UnwritableStorage;

/** A storage that takes writes. */
export interface WritableStorage {
  /** It takes writes. */
  readonly writable: true;
}

/** A storage that refuses writes. */
export interface UnwritableStorage {
  /** It refuses writes. */
  readonly writable: false;
  /** Why, in a text that anybody may see: without paths, hosts, names and values. */
  readonly reason: string;
  /**
   * The error with which it would refuse a write. Its `code` is the kind of the failure, and `needsReopening` says whether only
   * reopening helps. Its message is for the log: it may name paths and hosts.
   */
  readonly error: StorageError;
}
