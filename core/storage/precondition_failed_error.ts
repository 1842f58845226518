import { shorten } from "../errors/_shorten.ts";
import { AnsweredError, type ErrorAnswer } from "../errors/answered_error.ts";

/**
 * A precondition did not hold: the variable is not in the version that the caller expected. Nothing was changed (RFC 9110, section
 * 13).
 */
export class PreconditionFailedError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "PreconditionFailedError";
  /** The variable's name. */
  readonly variableName: string;
  /** The version that was found; `undefined` if the variable does not exist. */
  readonly version: string | undefined;

  /**
   * Creates the error.
   *
   * @param variableName The variable's name.
   * @param version The version that was found; `undefined` if the variable does not exist.
   */
  constructor(variableName: string, version: string | undefined) {
    const found = version === undefined ? "does not exist" : `is of version '${version}'`;
    super(`Cannot meet the precondition: variable '${shorten(variableName)}' ${found}`);
    this.variableName = variableName;
    this.version = version;
  }

  /** The answer over HTTP: 412. */
  get answer(): ErrorAnswer {
    const type = "OptimisticLockingException";
    return { status: 412, type, message: this.message, code: 1 };
  }
}
