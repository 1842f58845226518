import { type AnsweredError, type ErrorAnswer, errorResponse } from "../errors/answered_error.ts";

/**
 * The form does not follow RFC 2046 and RFC 7578. Either it is wrong at a place (`malformed`), or it stopped before its
 * closing delimiter (`truncated`), as an upload does that was cut off.
 *
 * @example
 * ```ts
 * import { MultipartSyntaxError, parseMultipart } from "varpost";
 * import assert from "node:assert/strict";
 *
 * async function* cut() {
 *   yield new TextEncoder().encode('--b\r\nContent-Disposition: form-data; name="data"\r\n\r\nhal');
 * }
 * const form = parseMultipart(cut(), { boundary: "b" });
 * const { value: part } = await form.next();
 * assert(part);
 * const error = await part.text().catch((error) => error);
 * assert(error instanceof MultipartSyntaxError);
 * assert.equal(error.reason, "truncated");
 * assert.equal(error.offset, 55);
 * ```
 */
export class MultipartSyntaxError extends SyntaxError implements AnsweredError {
  override readonly name = "MultipartSyntaxError";
  /** Whether a byte was wrong, or bytes are missing at the end. */
  readonly reason: "malformed" | "truncated";
  /**
   * The place, in bytes from the start of the body: for the headers of a part where they begin, the message says more; 0 for
   * what is wrong in the form's own Content-Type.
   */
  readonly offset: number;

  /**
   * @param message What was wrong, where, and what to do.
   * @param offset The place, in bytes from the start of the body.
   * @param reason Default `malformed`.
   */
  constructor(message: string, offset: number, reason: "malformed" | "truncated" = "malformed") {
    super(message);
    this.offset = offset;
    this.reason = reason;
  }

  /** How it is answered over HTTP. */
  get answer(): ErrorAnswer {
    const message = `multipart/form-data cannot be processed: ${this.message}`;
    return { status: 400, type: "RestException", message, code: null };
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
