import type { ErrorAnswer } from "../errors/answered_error.ts";

/** What went wrong in a storage, whichever it is. */
export type StorageErrorCode =
  /** The storage, stage or reader was closed. */
  | "closed"
  /** Another process has the store open. */
  | "locked"
  /** No room left: disk, quota, or a size the store cannot hold. */
  | "full"
  /** The store holds what it never wrote, or is of a version unknown here. */
  | "corrupt"
  /** The stage was used up or discarded, or the version is not there any more. */
  | "gone"
  /** Anything else the operating system or database reported. */
  | "io";

/**
 * A failure of a storage itself, the same on every adapter. The native error, if there is one, is the `cause`.
 *
 * @example
 * ```ts
 * import { StorageError } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const error = new StorageError("locked", "Cannot open 'varpost.db': another process has it open, perhaps a running varpost");
 * assert.equal(error.code, "locked");
 * ```
 */
export class StorageError extends Error {
  /** The name of the class. */
  override readonly name = "StorageError";
  /** What went wrong. */
  readonly code: StorageErrorCode;

  /**
   * Creates the error.
   *
   * @param code What went wrong.
   * @param message What cannot be done, why, and what to do.
   * @param options The native error as `cause`, if there is one.
   */
  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** How it is answered over HTTP: a client is told that there is no room, and of no other failure. */
  get answer(): ErrorAnswer | undefined {
    if (this.code !== "full") return undefined;
    const message = "Cannot store the variable: the storage is full";
    return { status: 507, type: "RestException", message, code: null };
  }

  /** HTTP status, as express looks for it. */
  get status(): number {
    return this.answer?.status ?? 500;
  }

  /** The same, as fastify looks for it. */
  get statusCode(): number {
    return this.status;
  }
}
