import type { Precondition } from "../../storage/storage.ts";
import { RestError } from "../errors/rest_error.ts";
import type { RestRequest } from "../rest_request.ts";

/** One element of a list of entity tags (RFC 9110, section 8.8.3), with the comma behind it. An element may be empty. */
const ENTITY_TAG = /[\t ]*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[\t ]*(?:,|$)|[\t ]*(?:,|$)/gy;

/**
 * Reads `If-Match` and `If-None-Match` (RFC 9110, section 13.1). varpost's own tags are strong. A weak tag of a client never matches
 * in `If-Match`; in `If-None-Match` it matches the strong tag with the same text.
 *
 * @param request The request.
 * @returns The condition on the variable's version; `undefined` if the request has neither field.
 * @throws {RestError} 400 if a field is not a list of entity tags.
 */
export function readCondition(request: Pick<RestRequest, "header">): Precondition | undefined {
  const match = request.header("if-match");
  const noneMatch = request.header("if-none-match");
  if (match === undefined && noneMatch === undefined) return undefined;
  return {
    ...(match === undefined ? {} : { ifMatch: readTags("If-Match", match, false) }),
    ...(noneMatch === undefined ? {} : { ifNoneMatch: readTags("If-None-Match", noneMatch, true) }),
  };
}

function readTags(field: string, value: string, weak: boolean): readonly string[] | "*" {
  if (value.trim() === "*") return "*";
  const tags: string[] = [];
  let end = 0;
  let count = 0;
  for (const [element, isWeak, tag] of value.matchAll(ENTITY_TAG)) {
    end += element.length;
    if (tag === undefined) continue;
    count++;
    if (weak || isWeak === undefined) tags.push(tag);
  }
  if (end === value.length && count > 0) return tags;
  throw new RestError(
    400,
    "BadRequestException",
    `Cannot read the header '${field}': give '*' or entity tags in double quotes, as ETag has them`,
  );
}
