import { type AnsweredError, type ErrorAnswer, errorResponse } from "./answered_error.ts";

/**
 * So much is being done that a request found no room in time. It changed nothing, and may be sent again.
 *
 * @example
 * ```ts
 * import { OverloadedError } from "varpost";
 * import assert from "node:assert/strict";
 *
 * assert.equal(new OverloadedError("Cannot read the JSON: too much is being read").status, 503);
 * ```
 */
export class OverloadedError extends Error implements AnsweredError {
  override readonly name = "OverloadedError";

  /** How it is answered over HTTP. RFC 9110, section 15.6.4. */
  get answer(): ErrorAnswer {
    const type = "ServiceUnavailableException";
    return { status: 503, type, message: this.message, code: null };
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
