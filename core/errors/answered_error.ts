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
 * An error that knows how it is answered over HTTP. It has the members that web frameworks look for: `status` for express and koa,
 * `statusCode` for fastify, `getResponse()` for hono.
 */
export interface AnsweredError extends Error {
  /** The answer over HTTP. */
  readonly answer: ErrorAnswer;
  /** HTTP status of the answer. */
  readonly status: number;
  /** HTTP status of the answer. */
  readonly statusCode: number;
  /** Makes the whole answer, with a body in the engine's JSON. */
  getResponse(): Response;
}

/** Prints an error as the engine's JSON, with its members in the engine's order. */
export function printErrorAnswer({ type, message, code }: Omit<ErrorAnswer, "status">): string {
  return JSON.stringify({ type, message, code });
}

/** Makes the answer to a request that failed as a web `Response`. */
export function errorResponse(answer: ErrorAnswer): Response {
  const headers = { "Content-Type": "application/json" };
  return new Response(printErrorAnswer(answer), { status: answer.status, headers });
}
