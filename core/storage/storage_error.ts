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
  /** The storage cannot be reached now, or did not answer in time. The same call may succeed later. */
  | "unavailable"
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
 *
 * const lost = new StorageError("unavailable", "Cannot commit: the connection to db1 was lost", { mayBeStored: true });
 * assert.equal(lost.status, 503);
 * ```
 */
export class StorageError extends Error {
  /** The name of the class. */
  override readonly name = "StorageError";
  /** The kind of the failure. */
  readonly code: StorageErrorCode;
  /**
   * Whether a change may be stored although the call failed: the storage was lost before it told the outcome, and could not be asked
   * again in time. Otherwise nothing was changed.
   */
  readonly mayBeStored: boolean;
  /** Whether the storage refuses writes until it is closed and opened again, as after a failed sync. */
  readonly needsReopening: boolean;

  /**
   * Creates the error.
   *
   * @param code The kind of the failure.
   * @param message The text: what cannot be done, why, and what to do.
   * @param options The native error as `cause`, if there is one, whether a change may be stored (default: false), and whether only
   * opening the storage again helps (default: false).
   */
  constructor(
    code: StorageErrorCode,
    message: string,
    options: ErrorOptions & {
      readonly mayBeStored?: boolean | undefined;
      readonly needsReopening?: boolean | undefined;
    } = {},
  ) {
    super(message, options);
    this.code = code;
    this.mayBeStored = options.mayBeStored ?? false;
    this.needsReopening = options.needsReopening ?? false;
  }

  /**
   * The answer over HTTP: 507 if the storage is full, 503 if it is unavailable. Otherwise `undefined`, since clients are not told of
   * other failures. The texts are not those of the error, which may name hosts and files.
   */
  get answer(): ErrorAnswer | undefined {
    if (this.code === "full") {
      const message = "Cannot store the variable: the storage is full";
      return { status: 507, type: "RestException", message, code: null };
    }
    if (this.code !== "unavailable") return undefined;
    const message = this.mayBeStored
      ? "Cannot reach the storage now: the change may have been stored; read it before you try again"
      : "Cannot reach the storage now: try again";
    return { status: 503, type: "ServiceUnavailableException", message, code: null };
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
