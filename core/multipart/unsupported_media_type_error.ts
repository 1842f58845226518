/**
 * The request's Content-Type is not the one that is needed.
 *
 * @example
 * ```ts
 * import { parseBoundary, UnsupportedMediaTypeError } from "varpost";
 * import assert from "node:assert/strict";
 *
 * assert.throws(() => parseBoundary("application/json"), UnsupportedMediaTypeError);
 * ```
 */
export class UnsupportedMediaTypeError extends TypeError {
  override readonly name = "UnsupportedMediaTypeError";
}
