import { AnsweredError, type ErrorAnswer } from "../../errors/answered_error.ts";

/**
 * A request that the REST resource or the binding to a server refuses. A binding may throw it from the body, such as a 408 for a
 * client that is too slow.
 *
 * @example
 * ```ts
 * import { errorAnswer } from "varpost";
 * import { RestError } from "varpost/rest";
 * import assert from "node:assert/strict";
 *
 * const error = new RestError(408, "ClientErrorException", "Cannot read the request body: it came too slowly", {
 *   Connection: "close",
 * });
 * assert.equal(errorAnswer(error)?.status, 408);
 * ```
 */
export class RestError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "RestError";
  /** Simple name of the exception that the engine's REST layer (JAX-RS) throws with this status. */
  readonly engineType: string;
  /** Headers that belong to the status, such as `Allow`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly #status: number;

  /**
   * Creates the error.
   *
   * @param status HTTP status.
   * @param engineType Simple name of the exception, such as `BadRequestException`.
   * @param message The text for the client.
   * @param headers Headers that belong to the status. Default: no headers.
   */
  constructor(
    status: number,
    engineType: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.#status = status;
    this.engineType = engineType;
    this.headers = headers;
  }

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    return { status: this.#status, type: this.engineType, message: this.message, code: null };
  }
}
