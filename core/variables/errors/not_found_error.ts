import {
  type AnsweredError,
  type ErrorAnswer,
  errorResponse,
} from "../../errors/answered_error.ts";

/**
 * There is no such variable, or no such process instance. Carries what the engine's REST layer would say, so that a
 * server can answer with it as it is: 404 with `type` and `message`.
 *
 * @example
 * ```ts
 * import { NotFoundError } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const error = new NotFoundError("InvalidRequestException", "process instance variable with name x does not exist");
 * assert.equal(error.type, "InvalidRequestException");
 * ```
 */
export class NotFoundError extends Error implements AnsweredError {
  override readonly name = "NotFoundError";
  /** Simple name of the engine's exception class for this case. */
  readonly type: string;

  /**
   * @param type Simple name of the engine's exception class.
   * @param message What is missing, in the engine's words.
   */
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }

  /** How it is answered over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 404, type: this.type, message: this.message, code: null };
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
