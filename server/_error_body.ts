import type { ErrorAnswer } from "./_error_answer.ts";

/** The engine's JSON form of an error, its members in the engine's order. */
export function errorBody({ type, message, code }: Omit<ErrorAnswer, "status">): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ type, message, code }));
}
