import type { QueryPage, QueryPosition, StorageQuery } from "./query/storage_query.ts";
import type {
  ClearChange,
  DeleteChange,
  PutChange,
  StorageCapabilities,
  VariableRecord,
} from "./storage.ts";

/** A result, or a promise of it. A driver returns a result that it has already without a promise, which is faster. */
export type MaybePromise<T> = T | Promise<T>;

/** A stage of a driver. The guard calls no method of it after it was used up or discarded. */
export interface DriverStage {
  /** Length in bytes. */
  readonly size: number;
  /** Reads the bytes. */
  read(): AsyncIterable<Uint8Array>;
  /** Discards the bytes. Called at most once, and not while an `apply` uses the stage. */
  discard(): MaybePromise<void>;
}

/** One version of a variable, held until `close`. The guard calls no method of it after that. */
export interface DriverVariable {
  /** The version's record. */
  readonly record: VariableRecord;
  /**
   * Reads the bytes from `start` (inclusive) to `end` (exclusive), which are within the content. It yields exactly these bytes, or
   * throws. Staged contents come in pieces of at most 4 MiB.
   */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
  /** Releases the version. Called at most once. After it, a running read is not continued. */
  close(): MaybePromise<void>;
}

/** A put whose content is the driver's own stage, or bytes that the driver copies before `apply` returns. */
export interface DriverPut<Stage> extends Omit<PutChange, "content"> {
  /** The bytes; `null` is the typed null. */
  readonly content: Stage | Uint8Array | null;
}

/** One step of a driver's `apply`. */
export type DriverChange<Stage> = DriverPut<Stage> | DeleteChange | ClearChange;

/** Writes the bytes of one stage. Its methods never run at the same time. None is called after `abort` or a successful `finish`. */
export interface StageWriter<Stage> {
  /** Writes a chunk. The caller may change the chunk when the call has returned or its promise has resolved. */
  write(chunk: Uint8Array): MaybePromise<void>;
  /** Completes the stage. If this fails, `abort` is called. */
  finish(): MaybePromise<Stage>;
  /** Discards the bytes that were written. */
  abort(): MaybePromise<void>;
}

/** The part of the result of a query that is wanted, as in `QueryPageOptions`. */
export interface DriverQueryPage {
  /** The part comes behind this position; `undefined` for the start. */
  readonly after: QueryPosition | undefined;
  /** Number of variables before the part: a whole number from 0, or `Infinity`. */
  readonly skip: number;
  /** Largest number of variables of the page, from 1. */
  readonly limit: number;
}

/**
 * The part of a {@linkcode VariableStorage} that an adapter writes. A {@linkcode GuardedStorage} in front of it has checked and
 * copied every argument. Only the bytes of a put are the caller's: the driver copies them before `apply` returns.
 *
 * `apply` gets a stage only if it was neither used up nor discarded, and only one call at a time gets it. If the call fails, the
 * stage must stay usable. Only if the error says `mayBeStored`, the guard uses the stage no more, and does not discard it either, since
 * a variable may have its bytes: the driver sweeps them once it knows that none has. The guard calls no method after `close`.
 *
 * @typeParam Stage The driver's class of stages.
 */
export interface StorageDriver<Stage extends DriverStage> {
  /** As {@linkcode VariableStorage.capabilities}. */
  readonly capabilities: StorageCapabilities;

  /** Begins to stage bytes where no reader sees them. */
  stage(): StageWriter<Stage>;

  /** As {@linkcode VariableStorage.apply}; there is at least one change. */
  apply(
    instanceId: string,
    changes: readonly DriverChange<Stage>[],
  ): MaybePromise<readonly (VariableRecord | undefined)[]>;

  /** As {@linkcode VariableStorage.stat}. */
  stat(instanceId: string, name: string): MaybePromise<VariableRecord | undefined>;

  /** As {@linkcode VariableStorage.open}. */
  open(instanceId: string, name: string): MaybePromise<DriverVariable | undefined>;

  /** As {@linkcode VariableStorage.list}: at most `limit` variables whose names follow `after`; `""` comes before every name. */
  list(instanceId: string, after: string, limit: number): MaybePromise<readonly VariableRecord[]>;

  /** As {@linkcode VariableStorage.instances}, from `after` on as in `list`. */
  instances(after: string, limit: number): MaybePromise<readonly string[]>;

  /** As {@linkcode VariableStorage.query}. A driver may lack it. */
  query?(query: StorageQuery, page: DriverQueryPage): MaybePromise<QueryPage>;

  /**
   * Throws the `StorageError` with which a write would be refused, as far as this can be known without a write; for the rest the guard
   * stages and discards some bytes, but only after a write has failed. Only one call runs at a time. A driver may lack it.
   */
  health?(): MaybePromise<void>;

  /** Closes the driver. Called once, when no other call runs. Stages and open variables may be left; the guard uses them no more. */
  close(): MaybePromise<void>;
}
