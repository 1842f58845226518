import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";

/**
 * Refuses a condition on a write of several variables. There is no single version, or date, to compare it with. If the write ignored it, the
 * sender would lose the update that the condition protects (RFC 9110, section 13.1).
 *
 * @throws {RestError} 400 if the request has a condition.
 */
export function refuseCondition(request: Pick<RestRequest, "header">): void {
  for (const field of ["If-Match", "If-None-Match", "If-Unmodified-Since"]) {
    if (request.header(field.toLowerCase()) === undefined) continue;
    throw new RestError(
      400,
      "InvalidRequestException",
      `Cannot hold '${field}' on a write of several variables: write one by PUT, or leave the header out`,
    );
  }
}
