import { AnsweredError, type ErrorAnswer } from "../../errors/answered_error.ts";

/**
 * A query is invalid: it compares what cannot be compared, or exceeds a limit. The error has the `type`, the `message` and the `code`
 * that the engine's REST layer would send with status 400.
 *
 * @example
 * ```ts
 * import { InvalidQueryError, ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * const variables = new ProcessVariables({ storage: new MemoryStorage() });
 * const variableValues = [{ name: "paid", operator: "gt", value: true }] as const;
 * await assert.rejects(variables.count({ variableValues }), InvalidQueryError);
 * ```
 */
export class InvalidQueryError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "InvalidQueryError";
  /** Simple name of the engine's exception class, such as `NotValidException`: the member `type` of an error in JSON. */
  readonly engineType: string;
  readonly #code: number | null;

  /**
   * Creates the error.
   *
   * @param engineType Simple name of the engine's exception class.
   * @param message The reason; in the engine's words if the engine has a message for it.
   * @param code The engine's error code. Default `null`, as in errors of its REST layer.
   */
  constructor(engineType: string, message: string, code: number | null = null) {
    super(message);
    this.engineType = engineType;
    this.#code = code;
  }

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    return { status: 400, type: this.engineType, message: this.message, code: this.#code };
  }
}
