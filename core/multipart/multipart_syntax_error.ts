import { AnsweredError, type ErrorAnswer } from "../errors/answered_error.ts";

/**
 * The form does not follow RFC 2046 and RFC 7578. Either a byte is wrong (`malformed`), or the form ends before its closing
 * delimiter (`truncated`), as after a broken upload.
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
export class MultipartSyntaxError extends AnsweredError {
  /** The name of the class. */
  override readonly name = "MultipartSyntaxError";
  /** Whether a byte is wrong, or bytes are missing at the end. */
  readonly reason: "malformed" | "truncated";
  /**
   * The place of the error, in bytes from the start of the body. For an error in the headers of a part it is where these headers
   * begin; the message tells the exact place. For an error in the form's own Content-Type it is 0.
   */
  readonly offset: number;

  /**
   * Creates the error.
   *
   * @param message The reason, the place, and what to do.
   * @param offset The place, in bytes from the start of the body.
   * @param reason Default `malformed`.
   */
  constructor(message: string, offset: number, reason: "malformed" | "truncated" = "malformed") {
    super(message);
    this.offset = offset;
    this.reason = reason;
  }

  /** The answer over HTTP. */
  get answer(): ErrorAnswer {
    const message = `multipart/form-data cannot be processed: ${this.message}`;
    return { status: 400, type: "RestException", message, code: null };
  }
}
