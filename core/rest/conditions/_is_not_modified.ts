import { checkPrecondition } from "../../storage/check_precondition.ts";
import { PreconditionFailedError } from "../../storage/precondition_failed_error.ts";
import type { VariableRecord } from "../../storage/storage.ts";
import type { RestRequest } from "../rest_request.ts";
import { isModifiedSince } from "./_last_modified.ts";
import { readCondition } from "./_read_condition.ts";

/**
 * Compares the conditions of a read with the variable (RFC 9110, section 13.2.2). A date counts only if there are no versions to
 * compare in its place.
 *
 * @param request The request.
 * @param record The variable.
 * @returns True if the client has this version already, so that the answer is 304.
 * @throws {PreconditionFailedError} If the client wants another version.
 * @throws {RestError} 400 if a header field is not a list of entity tags.
 */
export function isNotModified(
  request: Pick<RestRequest, "header">,
  record: VariableRecord,
): boolean {
  if (!isConditional(request)) return false;
  const { name, version } = record;
  const { ifMatch, ifNoneMatch } = readCondition(request) ?? {};
  if (ifMatch !== undefined) {
    checkPrecondition({ ifMatch }, name, version);
  } else if (isModifiedSince(request, "if-unmodified-since", record)) {
    throw new PreconditionFailedError(name, version);
  }
  if (ifNoneMatch === undefined) {
    return isModifiedSince(request, "if-modified-since", record) === false;
  }
  return ifNoneMatch === "*" || ifNoneMatch.includes(version);
}

/** Whether a request has a condition on the variable. */
export function isConditional(request: Pick<RestRequest, "header">): boolean {
  return (
    request.header("if-match") !== undefined ||
    request.header("if-none-match") !== undefined ||
    request.header("if-modified-since") !== undefined ||
    request.header("if-unmodified-since") !== undefined
  );
}
