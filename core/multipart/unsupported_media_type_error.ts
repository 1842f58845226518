import { type AnsweredError, type ErrorAnswer, errorResponse } from "../errors/answered_error.ts";

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
export class UnsupportedMediaTypeError extends TypeError implements AnsweredError {
  /** The name of the class. */
  override readonly name = "UnsupportedMediaTypeError";

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 415, type: "NotSupportedException", message: this.message, code: null };
  }

  /** HTTP status, under the name that express looks for. */
  get status(): number {
    return this.answer.status;
  }

  /** HTTP status, under the name that fastify looks for. */
  get statusCode(): number {
    return this.answer.status;
  }

  /** The whole answer, under the name that hono looks for. */
  getResponse(): Response {
    return errorResponse(this.answer);
  }
}
