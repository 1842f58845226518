import { AnsweredError, type ErrorAnswer } from "./answered_error.ts";

/**
 * Other requests took all the room, and a request found none in time. It changed nothing and may be sent again.
 *
 * @example
 * ```ts
 * import { OverloadedError } from "varpost";
 * import assert from "node:assert/strict";
 *
 * assert.equal(new OverloadedError("Cannot read the JSON: too much is being read").status, 503);
 * ```
 */
export class OverloadedError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "OverloadedError";

  /** The answer over HTTP: 503 (RFC 9110, section 15.6.4). */
  get answer(): ErrorAnswer {
    const type = "ServiceUnavailableException";
    return { status: 503, type, message: this.message, code: null };
  }
}
