import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";

/**
 * Refuses a condition on a write that is not of one variable: there is no version to hold it against, and a write that did not
 * look at it would be the lost update that its sender wanted to prevent (RFC 9110, section 13.1).
 *
 * @throws {RestError} 400 if there is one.
 */
export function refuseCondition(request: Pick<RestRequest, "header">): void {
  for (const field of ["If-Match", "If-None-Match"]) {
    if (request.header(field.toLowerCase()) === undefined) continue;
    throw new RestError(
      400,
      "InvalidRequestException",
      `Cannot hold '${field}' on a write of several variables: write one by PUT, or leave the header out`,
    );
  }
}
