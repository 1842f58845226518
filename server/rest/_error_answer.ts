import { errorAnswer as coreErrorAnswer, type ErrorAnswer } from "../../core/mod.ts";
import { HttpError } from "./_http_error.ts";

export type { ErrorAnswer };

/**
 * Says how an error is answered: one of the server as it says, one of the core by the core's table.
 *
 * @returns The answer; `undefined` for a fault, of which a client is told nothing but an id.
 */
export function errorAnswer(error: unknown): ErrorAnswer | undefined {
  if (!(error instanceof HttpError)) return coreErrorAnswer(error);
  const { status, type, message } = error;
  return { status, type, message, code: null };
}
