import type { IncomingHttpHeaders } from "node:http";
import type { VariableRecord } from "../../core/mod.ts";
import { checkPrecondition } from "../../core/storage/check_precondition.ts";
import { readCondition } from "./_read_condition.ts";

/**
 * Holds the conditions of a read against the variable that is there (RFC 9110, section 13.2.2).
 *
 * @param headers The request's.
 * @param record The variable.
 * @returns True if the client has this version already, so that 304 says it all.
 * @throws {PreconditionFailedError} If the client wants another version.
 * @throws {RestError} 400 if a field is no list of entity tags.
 */
export function isNotModified(
  headers: IncomingHttpHeaders,
  { name, version }: VariableRecord,
): boolean {
  const { ifNoneMatch, ...condition } = readCondition(headers) ?? {};
  checkPrecondition(condition, name, version);
  return ifNoneMatch !== undefined && (ifNoneMatch === "*" || ifNoneMatch.includes(version));
}

/** Whether a request asks for a version, or for none of some. */
export function isConditional(headers: IncomingHttpHeaders): boolean {
  return headers["if-match"] !== undefined || headers["if-none-match"] !== undefined;
}
