import { type AnsweredError, type ErrorAnswer, errorResponse } from "./answered_error.ts";

/** Every limit of varpost, by the name of the option that sets it. All are inclusive: exactly the limit is fine. */
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

/** Limits that are about the shape of what is sent. All others are about its size: 413. */
const SHAPE_LIMITS: ReadonlySet<LimitName> = new Set([
  "maxParts",
  "maxHeaderBytes",
  "maxTextBytes",
  "maxChanges",
]);

/**
 * More was sent than a limit allows. Nothing is ever cut to fit.
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
export class LimitExceededError extends RangeError implements AnsweredError {
  override readonly name = "LimitExceededError";
  /** The limit's name, as in the options. */
  readonly limit: LimitName;
  /** The limit's value: bytes, or a count for `maxParts` and `maxChanges`. */
  readonly max: number;

  /**
   * @param limit The limit's name.
   * @param max The limit's value.
   * @param subject What was too much, as in `part 'data'`.
   */
  constructor(limit: LimitName, max: number, subject: string) {
    super(`Cannot read ${subject}: it exceeds '${limit}' (${max})`);
    this.limit = limit;
    this.max = max;
  }

  /** How it is answered over HTTP. */
  get answer(): ErrorAnswer {
    const status = SHAPE_LIMITS.has(this.limit) ? 400 : 413;
    return { status, type: "InvalidRequestException", message: this.message, code: null };
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
