import type { StorageErrorCode } from "../../../core/storage/storage_error.ts";

/**
 * What goes wrong in some calls of one step: they are late, or fail, or first the one and then the other. At least one of `delay` and
 * `error` is needed.
 */
export interface StorageFault {
  /**
   * With what the call fails: the code of a `StorageError`, or an error of your own, which is thrown as it is. Default: it does not
   * fail.
   */
  readonly error?: StorageErrorCode | Error | undefined;
  /** How long the call waits before it fails or goes on. Milliseconds. Default 0. `close` of the storage ends all waiting. */
  readonly delay?: number | undefined;
  /** The first call that meets the fault, counted from 1 and from when the fault was set. Default 1. */
  readonly nth?: number | undefined;
  /** How many calls in a row meet the fault, from 1. Default: all. */
  readonly times?: number | undefined;
}

/** A fault of a step that moves bytes. */
export interface ByteFault extends StorageFault {
  /**
   * Number of bytes that pass before the fault. If there are fewer, the fault comes at their end, and so with `Infinity` always.
   * Default 0.
   */
  readonly afterBytes?: number | undefined;
}

/** A fault of `apply`. */
export interface ApplyFault extends StorageFault {
  /**
   * Whether the fault comes after the changes were made. A call that then fails must say that they may be stored: its error is
   * "unavailable", which then has `mayBeStored`, or a `StorageError` of your own that has it. Default false: if the call fails,
   * nothing was changed.
   */
  readonly afterChange?: boolean | undefined;
}

/** What goes wrong in each step of a storage. Default: nothing. */
export interface StorageFaults {
  /** Staging the bytes of a large value. If it fails, nothing of them is kept. */
  readonly stage?: ByteFault | undefined;
  /** Reading what was staged. */
  readonly readStage?: ByteFault | undefined;
  /** Discarding what was staged. If it fails, the bytes are there until the storage is closed. */
  readonly discard?: StorageFault | undefined;
  /** Making changes. */
  readonly apply?: ApplyFault | undefined;
  /** Reading a variable's record. */
  readonly stat?: StorageFault | undefined;
  /** Opening a variable. */
  readonly open?: StorageFault | undefined;
  /** Reading the bytes of an open variable. It throws, and never ends short. */
  readonly read?: ByteFault | undefined;
  /** Closing an open variable. It is closed even if this fails. */
  readonly closeVariable?: StorageFault | undefined;
  /** Listing the variables of an instance: a call for each page. */
  readonly list?: StorageFault | undefined;
  /** Listing the instances: a call for each page. */
  readonly instances?: StorageFault | undefined;
  /** Finding variables by conditions: a call for each page. Only if the storage has `query`. */
  readonly query?: StorageFault | undefined;
  /**
   * Finding out whether the storage takes writes. If it fails, the storage says that it refuses them, for this reason. Only if the
   * storage has `health`.
   */
  readonly health?: StorageFault | undefined;
  /** Closing the storage. It is closed even if this fails. */
  readonly close?: StorageFault | undefined;
}

/** A step of a storage that may fail. */
export type StorageStep = keyof StorageFaults;

/** How often each step was called. Calls that are refused, such as those after `close`, are not counted. */
export type CallCounts = Readonly<Record<StorageStep, number>>;
