/// <reference lib="esnext.disposable" preserve="true" />

/**
 * The storage contract: what an adapter promises, and all that the core knows of it.
 *
 * Bytes go to a stage that nobody sees; {@linkcode VariableStorage.apply} makes them visible, all or nothing.
 *
 * Names: instance ids and variable names are 1 to 255 code points of well-formed Unicode without U+0000, compared
 * exactly, never normalised (`checkName`). Order everywhere is that of the UTF-8 bytes (`compareNames`), not of
 * JavaScript's `<`. Chunks passed in are valid only until the adapter asks for the next one: an adapter copies what it
 * keeps.
 * @module
 */

/** Contents up to this many bytes come back inside the record, from every adapter. Holds any String the engine accepts. */
export const INLINE_BYTES = 16_384;

/** What differs between adapters. Read by users and by the contract suite alike. */
export interface StorageCapabilities {
  /** An acknowledged `apply` survives a crash of the process and a loss of power. */
  readonly durable: boolean;
  /** Several processes may open the same store at once. If false, opening it a second time fails with "locked". */
  readonly shared: boolean;
}

/** The only value info that is stored. Unknown members of a request are not. */
export interface ValueInfo {
  /** File name of a File. */
  readonly filename?: string | undefined;
  /** Media type of a File, without parameters. */
  readonly mimeType?: string | undefined;
  /** Encoding of a File, from the content type parameter of that name. */
  readonly encoding?: string | undefined;
  /** Canonical Java type name of an Object. */
  readonly objectTypeName?: string | undefined;
  /** Format of an Object's serialized form, a media type. */
  readonly serializationDataFormat?: string | undefined;
}

/** One version of one variable, without its bytes (unless they are few). Immutable. */
export interface VariableRecord {
  /** The variable's name. */
  readonly name: string;
  /** REST name of the value type: `Bytes`, `File`, `Long`, … Opaque to adapters. */
  readonly type: string;
  /** What is known of the value besides its type. */
  readonly valueInfo: ValueInfo;
  /** True for a typed null. Differs from content of 0 bytes; `size` is 0 for both. */
  readonly isNull: boolean;
  /** Content length in bytes. */
  readonly size: number;
  /** Opaque, new and never reused for each commit, 1 to 64 characters of `[A-Za-z0-9_-]`: fit for an ETag as it is. */
  readonly version: string;
  /** Time of the commit. For people: nothing is ordered by it. */
  readonly updatedAt: Date;
  /** The whole content if `size <= INLINE_BYTES` and not null, otherwise absent. The caller does not write into it. */
  readonly inline?: Uint8Array | undefined;
}

/** Bytes that are complete, and that no variable refers to yet. Durable at the latest when the `apply` that uses them resolves. */
export interface StagedContent {
  /** Length in bytes. */
  readonly size: number;
  /** Reads the bytes back, to parse a value whose type came after it. Not after `discard` or a successful `apply`. */
  read(): AsyncIterable<Uint8Array>;
  /** Gives the bytes up. No error if called twice, or after a successful `apply`. */
  discard(): Promise<void>;
  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** As the HTTP fields of the same name: any of the versions, or `"*"` for "it exists". Both given: both must hold. */
export interface Precondition {
  /** The variable must be in one of these versions. */
  readonly ifMatch?: readonly string[] | "*" | undefined;
  /** The variable must be in none of these versions, or not be there. */
  readonly ifNoneMatch?: readonly string[] | "*" | undefined;
}

/** Sets a variable: replaces it whole, that is type, value info and content. */
export interface PutChange {
  /** Tells a put from other changes. */
  readonly op: "put";
  /** The variable's name. */
  readonly name: string;
  /** REST name of the value type. */
  readonly type: string;
  /** Replaces the one before it; `{}` for none. */
  readonly valueInfo: ValueInfo;
  /**
   * `null` is the typed null. A `Uint8Array` is copied; a stage is used up, but only if `apply` succeeds. Meanwhile it is "gone"
   * for every other call; one of another storage is a TypeError.
   */
  readonly content: StagedContent | Uint8Array | null;
  /** What must hold of the variable's present version. Default nothing. */
  readonly condition?: Precondition | undefined;
}

/** Deletes a variable. No error if it is not there. */
export interface DeleteChange {
  /** Tells a delete from other changes. */
  readonly op: "delete";
  /** The variable's name. */
  readonly name: string;
  /** What must hold of the variable's present version. Default nothing. */
  readonly condition?: Precondition | undefined;
}

/** Deletes every variable of the instance. Only allowed as the one change of an `apply`. */
export interface ClearChange {
  /** Tells a clear from other changes. */
  readonly op: "clear";
}

/** One step of an `apply`. */
export type Change = PutChange | DeleteChange | ClearChange;

/** One version of a variable, held until `close`, whatever happens to the variable meanwhile. */
export interface OpenVariable {
  /** The version's record. */
  readonly record: VariableRecord;
  /**
   * Bytes `start` (inclusive, default 0) to `end` (exclusive, default `size`). Yields exactly those, in pieces of at most 4 MiB
   * if they were staged, or throws.
   */
  read(start?: number, end?: number): AsyncIterable<Uint8Array>;
  /** Lets the version go; a read that is under way rejects with "closed". No error if called twice. */
  close(): Promise<void>;
  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Which page of a list is wanted: the next one begins after the last name of this one (keyset paging). */
export interface PageOptions {
  /** Where the page begins, exclusive. Default the start of the list. */
  readonly after?: string | undefined;
  /** Most entries of the page: a whole number from 1 to 10,000. Default 1,000. */
  readonly limit?: number | undefined;
}

/**
 * Where variables are kept. Most of it is the same for every adapter: {@linkcode GuardedStorage} does that, in front of a
 * {@linkcode StorageDriver}. Own failures are `StorageError` with `code` "closed" | "locked" | "full" | "corrupt" |
 * "gone" | "io", and the native error as `cause`. Arguments outside the contract are a `TypeError` or `RangeError`.
 */
export interface VariableStorage {
  /** What this storage can do. */
  readonly capabilities: StorageCapabilities;

  /**
   * Stores the bytes of `source` out of sight. If `source` throws, rejects with that very error and nothing is left. A chunk that
   * is no `Uint8Array` is a TypeError; then the source is told to end.
   */
  stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent>;

  /**
   * Makes the changes visible together or not at all; their names are distinct (otherwise TypeError). Preconditions are
   * checked in the same atomic step: one that fails rejects with `PreconditionFailedError` and nothing is changed.
   * Resolves once durable, with one entry for each change: the new record, or undefined.
   *
   * No reader sees a change that a crash could still undo. Calls for one instance take effect in the order of the calls.
   * An adapter may commit several calls together: a failed precondition fails only its own call; a failed commit fails
   * all of them and changes nothing. After a failed sync it refuses writes ("io") until it is opened again. Cost does
   * not grow with the number of variables of the instance or store (`clear` may cost what it deletes).
   */
  apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]>;

  /** The variable's record, or `undefined`. */
  stat(instanceId: string, name: string): Promise<VariableRecord | undefined>;

  /** The variable's present version with its bytes, or `undefined`. Whoever opens closes. */
  open(instanceId: string, name: string): Promise<OpenVariable | undefined>;

  /** One page of an instance's variables by name: one consistent snapshot. Two pages are two snapshots. */
  list(instanceId: string, page?: PageOptions): Promise<readonly VariableRecord[]>;

  /** One page of the ids of the instances that have a variable. */
  instances(page?: PageOptions): Promise<readonly string[]>;

  /**
   * Refuses new calls, waits for running `apply`s, ends stages and readers with "closed", whether a stage's source ever answers or
   * not. Idempotent.
   */
  close(): Promise<void>;

  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
