import type { ErrorAnswer } from "../errors/answered_error.ts";

/** The kinds of failures of a storage. They are the same for every adapter. */
export type StorageErrorCode =
  /** The storage, stage or reader was closed. */
  | "closed"
  /** Another process has the store open. */
  | "locked"
  /** There is no room: the disk or the quota is full, or the store cannot hold a value of this size. */
  | "full"
  /** The store has bytes that varpost did not write, or a format of an unknown version. */
  | "corrupt"
  /** The stage was used up or discarded, or the version does not exist any more. */
  | "gone"
  /** Another error of the operating system or the database. */
  | "io";

/**
 * A failure of a storage. It is the same for every adapter. The native error, if there is one, is the `cause`.
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
  /** The kind of the failure. */
  readonly code: StorageErrorCode;

  /**
   * Creates the error.
   *
   * @param code The kind of the failure.
   * @param message The text: what cannot be done, why, and what to do.
   * @param options The native error as `cause`, if there is one.
   */
  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** The answer over HTTP: 507 if the storage is full; otherwise `undefined`, since clients are not told of other failures. */
  get answer(): ErrorAnswer | undefined {
    if (this.code !== "full") return undefined;
    const message = "Cannot store the variable: the storage is full";
    return { status: 507, type: "RestException", message, code: null };
  }

  /** HTTP status, under the name that express looks for. */
  get status(): number {
    return this.answer?.status ?? 500;
  }

  /** HTTP status, under the name that fastify looks for. */
  get statusCode(): number {
    return this.status;
  }
}
