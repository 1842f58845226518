import {
  type AnsweredError,
  type ErrorAnswer,
  errorResponse,
} from "../../errors/answered_error.ts";

/**
 * The variable or the process instance does not exist. The error has the `type` and the `message` that the engine's REST layer
 * would send with status 404.
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
  /** Simple name of the engine's exception class. */
  readonly type: string;

  /**
   * @param type Simple name of the engine's exception class.
   * @param message The reason, in the engine's words.
   */
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 404, type: this.type, message: this.message, code: null };
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
