import { AnsweredError, type ErrorAnswer } from "../../errors/answered_error.ts";
import { StorageError } from "../../storage/storage_error.ts";

/**
 * Tells errors that know their answer over HTTP (400, 403, 404, 412, 413, 415, 503 or 507, with the engine's error body) from faults. Each
 * error class decides its own status, in its `answer`.
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
  const isAnswered = error instanceof AnsweredError || error instanceof StorageError;
  return isAnswered ? error.answer : undefined;
}
