import { type AnsweredError, type ErrorAnswer, errorResponse } from "../errors/answered_error.ts";

/**
 * The request's Content-Type is not the one that is needed.
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
  override readonly name = "UnsupportedMediaTypeError";

  /** How it is answered over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 415, type: "NotSupportedException", message: this.message, code: null };
  }

  /** HTTP status, as express looks for it. */
  get status(): number {
    return this.answer.status;
  }

  /** The same, as fastify looks for it. */
  get statusCode(): number {
    return this.answer.status;
  }

  /** The whole answer, as hono looks for it. */
  getResponse(): Response {
    return errorResponse(this.answer);
  }
}
