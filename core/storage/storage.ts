/// <reference lib="esnext.disposable" preserve="true" />

/**
 * The storage contract: the promises of an adapter. The core relies on nothing else.
 *
 * Bytes go to a stage that no reader sees. {@linkcode VariableStorage.apply} makes them visible, all or nothing.
 *
 * Instance ids and variable names are 1 to 255 code points of well-formed Unicode without U+0000 (`checkName`). They are compared
 * exactly and never normalised. Everywhere the order is that of their UTF-8 bytes (`compareNames`), not that of JavaScript's `<`. A
 * chunk of a source is valid only until the adapter asks for the next one, so the adapter copies the bytes that it keeps.
 * @module
 */

import type { QueryPage, QueryPageOptions, StorageQuery } from "./query/storage_query.ts";
import type { StorageHealth } from "./storage_health.ts";
import type { ValueInfo, VariableRecord } from "./variable_record.ts";

export type { ValueInfo, VariableRecord } from "./variable_record.ts";

/** Every adapter returns contents up to this many bytes inside the record. Any String that the engine accepts fits. */
export const INLINE_BYTES = 16_384;

/** The properties in which adapters differ, for users and for the contract suite. */
export interface StorageCapabilities {
  /** An acknowledged `apply` survives a crash of the process and a loss of power. */
  readonly durable: boolean;
  /** Several processes may open the same store at once. If false, opening it a second time fails with "locked". */
  readonly shared: boolean;
}

/** Complete bytes to which no variable refers yet. They are durable at the latest when the `apply` that uses them resolves. */
export interface StagedContent {
  /** Length in bytes. */
  readonly size: number;
  /** Reads the bytes, for values whose type comes after them. Rejects with "gone" after `discard` or a successful `apply`. */
  read(): AsyncIterable<Uint8Array>;
  /** Discards the bytes. May be called twice, and after a successful `apply`. */
  discard(): Promise<void>;
  /** Discards the bytes, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A condition on a variable's version, as in the HTTP fields of the same names. If both members are given, both must hold. */
export interface Precondition {
  /** The variable must be in one of these versions; with `"*"` it must exist. */
  readonly ifMatch?: readonly string[] | "*" | undefined;
  /** The variable must not be in any of these versions; with `"*"` it must not exist. */
  readonly ifNoneMatch?: readonly string[] | "*" | undefined;
}

/** Sets a variable. It replaces the type, the value info and the content. */
export interface PutChange {
  /** Tells a put from other changes. */
  readonly op: "put";
  /** The variable's name. */
  readonly name: string;
  /** REST name of the value type. */
  readonly type: string;
  /** The new value info; `{}` if it is empty. */
  readonly valueInfo: ValueInfo;
  /**
   * The content; `null` is the typed null. A `Uint8Array` is copied. A stage is used up if `apply` succeeds, or fails with an error
   * that says `mayBeStored`; meanwhile it is "gone" for every other call. A stage of another storage is a TypeError.
   */
  readonly content: StagedContent | Uint8Array | null;
  /** Condition on the variable's current version. Default: no condition. */
  readonly condition?: Precondition | undefined;
}

/** Deletes a variable. It succeeds also if the variable does not exist. */
export interface DeleteChange {
  /** Tells a delete from other changes. */
  readonly op: "delete";
  /** The variable's name. */
  readonly name: string;
  /** Condition on the variable's current version. Default: no condition. */
  readonly condition?: Precondition | undefined;
}

/** Deletes all variables of the instance. It must be the only change of an `apply`. */
export interface ClearChange {
  /** Tells a clear from other changes. */
  readonly op: "clear";
}

/** One step of an `apply`. */
export type Change = PutChange | DeleteChange | ClearChange;

/** One version of a variable. It can be read until `close`, even if the variable is changed or deleted meanwhile. */
export interface OpenVariable {
  /** The version's record. */
  readonly record: VariableRecord;
  /**
   * Reads the bytes from `start` (inclusive, default 0) to `end` (exclusive, default `size`). It yields exactly these bytes, or
   * throws. Staged contents come in pieces of at most 4 MiB.
   */
  read(start?: number, end?: number): AsyncIterable<Uint8Array>;
  /** Releases the version. A running read rejects with "closed". May be called twice. */
  close(): Promise<void>;
  /** Releases the version, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Selects a page of a list. For the next page, pass the last name of this one as `after` (keyset paging). */
export interface PageOptions {
  /** The page begins with the first name behind this one. Default: the start of the list. */
  readonly after?: string | undefined;
  /** Largest number of entries of the page: a whole number from 1 to 10,000. Default 1,000. */
  readonly limit?: number | undefined;
}

/**
 * Keeps variables. {@linkcode GuardedStorage} does the part that is the same for every adapter, in front of a
 * {@linkcode StorageDriver}. A failure of the storage is a `StorageError` with `code` "closed", "locked", "full", "corrupt", "gone",
 * "unavailable" or "io", and with the native error as `cause`. Arguments outside the contract are a `TypeError` or `RangeError`.
 */
export interface VariableStorage {
  /** The properties of this storage. */
  readonly capabilities: StorageCapabilities;

  /**
   * Stores the bytes of `source` where no reader sees them. If `source` throws, rejects with the same error, and keeps no bytes. A
   * chunk that is not a `Uint8Array` is a TypeError, and then the source is ended (`return`).
   */
  stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent>;

  /**
   * Makes the changes visible together, or none of them. Their names must be distinct; otherwise a TypeError. Preconditions are
   * checked in the same atomic step. If one does not hold, the call rejects with `PreconditionFailedError` and changes nothing. It
   * resolves when the changes are durable, with one entry for each change: the new record of a put, otherwise `undefined`.
   *
   * No reader sees a change that a crash could still undo. Calls for one instance take effect in the order of the calls. An adapter
   * may commit several calls in one batch. A failed precondition fails only its own call. A failed commit fails all calls of the batch
   * and changes nothing. Only if the storage is lost before it tells the outcome, and cannot be asked in time, the changes may be
   * visible, all of them or none, at once or soon: then the error is "unavailable", and its `mayBeStored` is true. After a failed sync
   * the adapter refuses writes ("io") until it is opened again. The cost does not grow with the number of variables of the instance or
   * the store; only `clear` may cost more, the more it deletes.
   */
  apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]>;

  /** Reads a variable's record; `undefined` if the variable does not exist. */
  stat(instanceId: string, name: string): Promise<VariableRecord | undefined>;

  /** Opens a variable's current version with its bytes; `undefined` if the variable does not exist. The caller closes it. */
  open(instanceId: string, name: string): Promise<OpenVariable | undefined>;

  /** Reads one page of an instance's variables, ordered by name. A page is one consistent snapshot; two pages are two snapshots. */
  list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]>;

  /** Reads one page of the ids of the instances that have a variable, in their order. */
  instances(page?: PageOptions): Promise<readonly string[]>;

  /**
   * Reads one page of the variables of any instances that meet conditions. A page is one consistent snapshot; two pages are two
   * snapshots. It does a bounded amount of work, and says where the next page begins.
   *
   * A storage may lack this method; then the core reads all variables that may be meant.
   */
  readonly query?:
    | ((query: StorageQuery, page?: QueryPageOptions) => Promise<QueryPage>)
    | undefined;

  /**
   * Finds out whether the storage takes writes: of small values, and of large ones of up to a megabyte. It answers within some
   * seconds, and never rejects; after `close` the answer is "closed". It changes nothing that others see, and leaves nothing behind.
   * While all is well it is cheap, so that it may be called a few times a second. After the cause of a failure has gone, the next call
   * finds that out by itself, without any other write.
   *
   * A storage may lack this method; then the core only reads something.
   */
  readonly health?: (() => Promise<StorageHealth>) | undefined;

  /**
   * Closes the storage. It refuses new calls, waits for running `apply`s, and ends stages and readers with "closed". It does not wait
   * for the source of a stage. May be called twice.
   */
  close(): Promise<void>;

  /** Closes the storage, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
