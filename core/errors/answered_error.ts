/**
 * What a client is told about an error, in the engine's words.
 * @module
 */

/** The status of an answer, and the three members of the engine's error body. */
export interface ErrorAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Simple name of the engine's exception class. */
  readonly type: string;
  readonly message: string;
  /** The engine's error code; `null` for errors of its REST layer. */
  readonly code: number | null;
}

/**
 * An error about a request that says itself how it is answered. Web frameworks find what they look for: express and koa
 * `status`, fastify `statusCode`, hono `getResponse()`.
 */
export interface AnsweredError extends Error {
  readonly answer: ErrorAnswer;
  /** HTTP status, that of the answer. */
  readonly status: number;
  /** The same. */
  readonly statusCode: number;
  /** The whole answer, its body in the engine's JSON. */
  getResponse(): Response;
}

/** The engine's JSON form of an error, its members in the engine's order. */
export function printErrorAnswer({ type, message, code }: Omit<ErrorAnswer, "status">): string {
  return JSON.stringify({ type, message, code });
}

/** An answer, for servers that speak in web responses. */
export function errorResponse(answer: ErrorAnswer): Response {
  const headers = { "Content-Type": "application/json" };
  return new Response(printErrorAnswer(answer), { status: answer.status, headers });
}
