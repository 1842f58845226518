import { AnsweredError, type ErrorAnswer } from "../../errors/answered_error.ts";

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
 * assert.equal(error.engineType, "InvalidRequestException");
 * ```
 */
export class NotFoundError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "NotFoundError";
  /** Simple name of the engine's exception class, such as `RestException`: the member `type` of an error in JSON. */
  readonly engineType: string;
  readonly #code: number | null;

  /**
   * Creates the error.
   *
   * @param engineType Simple name of the engine's exception class.
   * @param message The reason, in the engine's words.
   * @param code The engine's error code. Default `null`, as in errors of its REST layer.
   */
  constructor(engineType: string, message: string, code: number | null = null) {
    super(message);
    this.engineType = engineType;
    this.#code = code;
  }

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 404, type: this.engineType, message: this.message, code: this.#code };
  }
}
