import { shorten } from "../errors/_shorten.ts";
import { AnsweredError, type ErrorAnswer } from "../errors/answered_error.ts";

/**
 * A precondition did not hold: the variable is not in the version that the caller expected, so nothing was changed.
 * RFC 9110, section 13.
 */
export class PreconditionFailedError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "PreconditionFailedError";
  /** The variable's name. */
  readonly variableName: string;
  /** The version that was found; `undefined` if there is no such variable. */
  readonly version: string | undefined;

  /**
   * Creates the error.
   *
   * @param variableName The variable's name.
   * @param version The version that was found; `undefined` if there is no such variable.
   */
  constructor(variableName: string, version: string | undefined) {
    const found = version === undefined ? "does not exist" : `is of version '${version}'`;
    super(`Cannot meet the precondition: variable '${shorten(variableName)}' ${found}`);
    this.variableName = variableName;
    this.version = version;
  }

  /** How it is answered over HTTP. */
  get answer(): ErrorAnswer {
    const type = "OptimisticLockingException";
    return { status: 412, type, message: this.message, code: 1 };
  }
}
