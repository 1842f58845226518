import { AnsweredError, type ErrorAnswer } from "../../core/errors/answered_error.ts";

/** A request that is refused in the engine's words. */
export class EngineError extends AnsweredError {
  override readonly name = "EngineError";
  readonly answer: ErrorAnswer;

  /**
   * @param status HTTP status.
   * @param type Simple name of the engine's exception class.
   * @param message The engine's message.
   * @param code The engine's error code; `null` for errors of its REST layer. Default `null`.
   */
  constructor(status: number, type: string, message: string, code: number | null = null) {
    super(message);
    this.answer = { status, type, message, code };
  }
}
