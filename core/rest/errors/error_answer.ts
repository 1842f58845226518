import type { ErrorAnswer } from "../../errors/answered_error.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import { OverloadedError } from "../../errors/overloaded_error.ts";
import { MultipartSyntaxError } from "../../multipart/multipart_syntax_error.ts";
import { UnsupportedMediaTypeError } from "../../multipart/unsupported_media_type_error.ts";
import { PreconditionFailedError } from "../../storage/precondition_failed_error.ts";
import { StorageError } from "../../storage/storage_error.ts";
import { InvalidVariableError } from "../../variables/errors/invalid_variable_error.ts";
import { NotFoundError } from "../../variables/errors/not_found_error.ts";
import { RestError } from "./rest_error.ts";

/** The errors that say how they are answered. A storage's does so if it is full. */
const ANSWERED = [
  UnsupportedMediaTypeError,
  MultipartSyntaxError,
  LimitExceededError,
  InvalidVariableError,
  NotFoundError,
  PreconditionFailedError,
  OverloadedError,
  StorageError,
  RestError,
] as const;

/**
 * Says how an error of the core is answered over HTTP: 400, 404, 412, 413, 415, 503 or 507, with the engine's error body.
 *
 * @param error Whatever was thrown.
 * @returns The answer; `undefined` for a fault, of which a client should be told nothing: 500.
 *
 * @example
 * ```ts
 * import { errorAnswer, NotFoundError } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const error = new NotFoundError("InvalidRequestException", "process instance variable with name x does not exist");
 * const { status, ...body } = errorAnswer(error) ?? { status: 500 };
 * assert.equal(status, 404);
 * assert.deepEqual(body, {
 *   type: "InvalidRequestException",
 *   message: "process instance variable with name x does not exist",
 *   code: null,
 * });
 * assert.equal(errorAnswer(new Error("of another kind")), undefined);
 * ```
 */
export function errorAnswer(error: unknown): ErrorAnswer | undefined {
  for (const answered of ANSWERED) if (error instanceof answered) return error.answer;
  return undefined;
}
