import type { ErrorAnswer } from "../../errors/answered_error.ts";
import { printErrorAnswer } from "../../errors/answered_error.ts";

/** Makes the body of an answer to an error: the engine's JSON, in UTF-8. */
export function errorBody(answer: Omit<ErrorAnswer, "status">): Uint8Array {
  return new TextEncoder().encode(printErrorAnswer(answer));
}
