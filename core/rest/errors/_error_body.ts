import type { ErrorAnswer } from "../../errors/answered_error.ts";
import { printErrorAnswer } from "../../errors/answered_error.ts";

/** The bytes of an error's body. */
export function errorBody(answer: Omit<ErrorAnswer, "status">): Uint8Array {
  return new TextEncoder().encode(printErrorAnswer(answer));
}
