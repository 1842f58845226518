/**
 * Errors that know how they are answered over HTTP, in the engine's form.
 * @module
 */

/** The answer to a request that failed: the status, and the three members of the engine's error body. */
export interface ErrorAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Simple name of the engine's exception class. */
  readonly type: string;
  /** The text for the client. */
  readonly message: string;
  /** The engine's error code; `null` for errors of its REST layer. */
  readonly code: number | null;
}

/**
 * An error about what a client sent. It knows how it is answered over HTTP, so a server needs no table of errors. It has the
 * members that web frameworks look for: `status` for express and koa, `statusCode` for fastify, `getResponse()` for hono. A
 * program's own mistake is a TypeError or RangeError, and no AnsweredError.
 *
 * @example
 * ```ts
 * import { AnsweredError, ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * const variables = new ProcessVariables({ storage: new MemoryStorage() });
 * const error = await variables.getJson("anInstanceId", "none").catch((error) => error);
 * assert(error instanceof AnsweredError);
 * assert.deepEqual(error.answer, {
 *   status: 404,
 *   type: "InvalidRequestException",
 *   message: "process instance variable with name none does not exist",
 *   code: null,
 * });
 * ```
 */
export abstract class AnsweredError extends Error {
  /** The answer over HTTP. */
  abstract readonly answer: ErrorAnswer;

  /** HTTP status, under the name that express looks for. */
  get status(): number {
    return this.answer.status;
  }

  /** HTTP status, under the name that fastify looks for. */
  get statusCode(): number {
    return this.answer.status;
  }

  /** The whole answer, its body in the JSON of the engine, under the name that hono looks for. */
  getResponse(): Response {
    const headers = { "Content-Type": "application/json" };
    return new Response(printErrorAnswer(this.answer), { status: this.answer.status, headers });
  }
}

/** Prints an error as the engine's JSON, with its members in the engine's order. */
export function printErrorAnswer({ type, message, code }: Omit<ErrorAnswer, "status">): string {
  return JSON.stringify({ type, message, code });
}
