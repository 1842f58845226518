import { AnsweredError, type ErrorAnswer } from "../errors/answered_error.ts";

/**
 * The request's Content-Type is missing, or is not the one that is needed.
 *
 * @example
 * ```ts
 * import { parseBoundary, UnsupportedMediaTypeError } from "varpost";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => parseBoundary("application/json"), UnsupportedMediaTypeError);
 * ```
 */
export class UnsupportedMediaTypeError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "UnsupportedMediaTypeError";

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 415, type: "NotSupportedException", message: this.message, code: null };
  }
}
