import {
  type AnsweredError,
  type ErrorAnswer,
  errorResponse,
} from "../../errors/answered_error.ts";

/**
 * A variable that was sent is no valid one: its name, type or value. Carries what the engine's REST layer would say, so
 * that a server can answer with it as it is: 400 with `type` and `message`.
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
  /** Simple name of the engine's exception class for this case. */
  readonly type: string;

  /**
   * @param type Simple name of the engine's exception class.
   * @param message What is wrong, in the engine's words where it has some.
   * @param options The `cause`, if there is one.
   */
  constructor(type: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }

  /** How it is answered over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 400, type: this.type, message: this.message, code: null };
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
