import type { VariableRecord } from "../../storage/storage.ts";
import type { RestRequest } from "../rest_request.ts";
import { parseHttpDate } from "./_http_date.ts";

/**
 * When a variable was changed last, in whole seconds. Never later than now: another computer, or this one before its clock was set,
 * may have written the variable (RFC 9110, section 8.8.2.1).
 *
 * @returns Milliseconds since 1970.
 */
export function lastModified({ updatedAt }: Pick<VariableRecord, "updatedAt">): number {
  const time = Math.min(updatedAt.getTime(), Date.now());
  return Math.floor(time / 1_000) * 1_000;
}

/**
 * Compares a variable with the date of a condition (RFC 9110, sections 13.1.3 and 13.1.4).
 *
 * @param request The request.
 * @param field The header field of the condition.
 * @param record The variable.
 * @returns Whether the variable was changed after that date; `undefined` if there is no condition: the request does not have the
 *   field, or it is no date.
 */
export function isModifiedSince(
  request: Pick<RestRequest, "header">,
  field: "if-modified-since" | "if-unmodified-since",
  record: Pick<VariableRecord, "updatedAt">,
): boolean | undefined {
  const text = request.header(field);
  const date = text === undefined ? undefined : parseHttpDate(text);
  return date === undefined ? undefined : lastModified(record) > date;
}
