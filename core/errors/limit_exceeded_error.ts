import { AnsweredError, type ErrorAnswer } from "./answered_error.ts";

/** The limits of varpost, by the names of the options that set them. All are inclusive: exactly the limit is allowed. */
export type LimitName =
  | "maxParts"
  | "maxHeaderBytes"
  | "maxTextBytes"
  | "maxPartBytes"
  | "maxValueBytes"
  | "maxJsonBytes"
  | "maxHeldJsonBytes"
  | "maxChanges"
  | "maxTotalBytes";

/** Limits on the shape of what is sent: 400 if they are exceeded. All others are limits on its size: 413. */
const SHAPE_LIMITS: ReadonlySet<LimitName> = new Set([
  "maxParts",
  "maxHeaderBytes",
  "maxTextBytes",
  "maxChanges",
]);

/**
 * More was sent than a limit allows. Values are never cut to fit.
 *
 * @example
 * ```ts
 * import { LimitExceededError } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const error = new LimitExceededError("maxParts", 32, "the form");
 * assert.equal(error.message, "Cannot read the form: it exceeds 'maxParts' (32)");
 * ```
 */
export class LimitExceededError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "LimitExceededError";
  /** The limit's name, as in the options. */
  readonly limit: LimitName;
  /** The limit's value: a number of bytes; for `maxParts` and `maxChanges` a count. */
  readonly max: number;

  /**
   * Creates the error.
   *
   * @param limit The limit's name.
   * @param max The limit's value.
   * @param subject Name of what exceeds it, for the message, such as `part 'data'`.
   */
  constructor(limit: LimitName, max: number, subject: string) {
    super(`Cannot read ${subject}: it exceeds '${limit}' (${max})`);
    this.limit = limit;
    this.max = max;
  }

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    const status = SHAPE_LIMITS.has(this.limit) ? 400 : 413;
    return { status, type: "InvalidRequestException", message: this.message, code: null };
  }
}
