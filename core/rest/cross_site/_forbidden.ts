import { RestError } from "../errors/rest_error.ts";

/** Makes the refusal of a request that a page of another site may have sent: 403. */
export function forbidden(problem: string): RestError {
  return new RestError(403, "ForbiddenException", `Cannot serve the request: ${problem}`);
}
