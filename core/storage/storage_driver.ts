import type {
  ClearChange,
  DeleteChange,
  PutChange,
  StorageCapabilities,
  VariableRecord,
} from "./storage.ts";

/** What is there already need not be a promise: none is made for it. */
export type MaybePromise<T> = T | Promise<T>;

/** A stage of a driver. It is not asked for anything once it was used up or discarded. */
export interface DriverStage {
  /** Length in bytes. */
  readonly size: number;
  /** Reads the bytes back. */
  read(): AsyncIterable<Uint8Array>;
  /** Gives the bytes up. Called once, and not while an `apply` works on it. */
  discard(): MaybePromise<void>;
}

/** One version of a variable, held until `close`. It is not asked for anything after that. */
export interface DriverVariable {
  /** The version's record. */
  readonly record: VariableRecord;
  /** Yields exactly the bytes `start` (inclusive) to `end` (exclusive), which are there, in pieces of at most 4 MiB if they were staged, or throws. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
  /** Lets the version go; called once. A read that is under way is asked for nothing more. */
  close(): MaybePromise<void>;
}

/** A put whose content is the driver's own stage, or bytes that are the caller's again once `apply` has returned. */
export interface DriverPut<Stage> extends Omit<PutChange, "content"> {
  /** The bytes; `null` is the typed null. */
  readonly content: Stage | Uint8Array | null;
}

/** One step of a driver's `apply`. */
export type DriverChange<Stage> = DriverPut<Stage> | DeleteChange | ClearChange;

/** Takes the bytes of one stage. No two of its methods run at once, and none is called after `finish` or `abort`. */
export interface StageWriter<Stage> {
  /** Copies a chunk. It is the caller's again when this has returned, or its promise has resolved. */
  write(chunk: Uint8Array): MaybePromise<void>;
  /** All has been written. If this rejects, `abort` follows. */
  finish(): MaybePromise<Stage>;
  /** Gives up what was written. */
  abort(): MaybePromise<void>;
}

/**
 * What is left of a {@linkcode VariableStorage} behind a {@linkcode GuardedStorage}: every argument has been checked and is
 * nobody else's, but for the bytes of a put, which have to be copied before `apply` returns.
 *
 * A stage comes to `apply` only while it is neither used up nor discarded, and to one call at a time. If the call fails, it
 * stays usable. No call comes after `close`.
 *
 * @typeParam Stage What it stages bytes in.
 */
export interface StorageDriver<Stage extends DriverStage> {
  /** As {@linkcode VariableStorage.capabilities}. */
  readonly capabilities: StorageCapabilities;

  /** Begins to stage bytes out of sight. */
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

  /** Called once, when no other call is under way. Stages and open variables may be left; nobody asks them any more. */
  close(): MaybePromise<void>;
}
