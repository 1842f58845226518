import {
  type AnsweredError,
  type ErrorAnswer,
  errorResponse,
} from "../../errors/answered_error.ts";

/**
 * The name, type or value of a variable that was sent is invalid. The error has the `type` and the `message` that the engine's REST
 * layer would send with status 400.
 *
 * @example
 * ```ts
 * import { InvalidVariableError } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const error = new InvalidVariableError("RestException", "Unsupported value type 'Blob'");
 * assert.equal(error.type, "RestException");
 * ```
 */
export class InvalidVariableError extends Error implements AnsweredError {
  override readonly name = "InvalidVariableError";
  /** Simple name of the engine's exception class. */
  readonly type: string;

  /**
   * @param type Simple name of the engine's exception class.
   * @param message The reason; in the engine's words if the engine has a message for it.
   * @param options The `cause`, if there is one.
   */
  constructor(type: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 400, type: this.type, message: this.message, code: null };
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
