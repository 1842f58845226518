import { checkPrecondition } from "../../storage/check_precondition.ts";
import type { VariableRecord } from "../../storage/storage.ts";
import type { RestRequest } from "../rest_request.ts";
import { readCondition } from "./_read_condition.ts";

/**
 * Compares the conditions of a read with the variable (RFC 9110, section 13.2.2).
 *
 * @param request The request.
 * @param record The variable.
 * @returns True if the client has this version already, so that the answer is 304.
 * @throws {PreconditionFailedError} If the client wants another version.
 * @throws {RestError} 400 if a header field is not a list of entity tags.
 */
export function isNotModified(
  request: Pick<RestRequest, "header">,
  { name, version }: VariableRecord,
): boolean {
  const condition = readCondition(request);
  if (condition === undefined) return false;
  const { ifNoneMatch, ...required } = condition;
  checkPrecondition(required, name, version);
  return ifNoneMatch !== undefined && (ifNoneMatch === "*" || ifNoneMatch.includes(version));
}

/** Whether a request has a condition on the version. */
export function isConditional(request: Pick<RestRequest, "header">): boolean {
  return request.header("if-match") !== undefined || request.header("if-none-match") !== undefined;
}
