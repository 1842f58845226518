import { AnsweredError, type ErrorAnswer } from "../../errors/answered_error.ts";

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
 * assert.equal(error.engineType, "RestException");
 * ```
 */
export class InvalidVariableError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "InvalidVariableError";
  /** Simple name of the engine's exception class, such as `RestException`: the member `type` of an error in JSON. */
  readonly engineType: string;

  /**
   * Creates the error.
   *
   * @param engineType Simple name of the engine's exception class.
   * @param message The reason; in the engine's words if the engine has a message for it.
   * @param options The `cause`, if there is one.
   */
  constructor(engineType: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.engineType = engineType;
  }

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 400, type: this.engineType, message: this.message, code: null };
  }
}
