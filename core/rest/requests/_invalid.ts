import { InvalidQueryError } from "../../variables/errors/invalid_query_error.ts";

/** Makes the error for a query that the engine's REST layer refuses. */
export function invalid(message: string): InvalidQueryError {
  return new InvalidQueryError("InvalidRequestException", message);
}

/** Makes the error for a query that the engine itself refuses. */
export function notValid(message: string): InvalidQueryError {
  return new InvalidQueryError("NotValidException", message, 0);
}
