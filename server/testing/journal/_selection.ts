import { inspect } from "node:util";
import { checkMembers, type Members } from "../../../core/errors/_check_members.ts";
import { checkRequestFilter } from "../_check_request_filter.ts";
import { selects } from "../_selects.ts";
import type { RecordedRequest } from "./recorded_request.ts";
import type { RecordedRequestFilter, RequestSelector } from "./recorded_request_filter.ts";

const MEMBERS: Members<RecordedRequestFilter> = {
  method: true,
  path: true,
  operation: true,
  id: true,
  variable: true,
  status: true,
};

/** What a test has selected. */
export interface Selection {
  selects(request: RecordedRequest): boolean;
  /** How the selection reads in a message. */
  readonly text: string;
  /** The members that must hold; `undefined` if a function tells. */
  readonly filter: RecordedRequestFilter | undefined;
}

/**
 * Reads a selector.
 *
 * @throws {TypeError} If it is neither a function nor an object, has a member that no filter has, or one that no request can have.
 */
export function readSelector(selector: RequestSelector): Selection {
  if (typeof selector === "function") {
    return { selects: selector, text: "that the function selects", filter: undefined };
  }
  checkMembers("members of the filter", selector, MEMBERS);
  checkRequestFilter(selector);
  return {
    selects: (request) => holds(selector, request),
    text: `of ${inspect(selector, { breakLength: Infinity })}`,
    filter: selector,
  };
}

/** Whether a filter selects a request. */
export function holds(filter: RecordedRequestFilter, request: RecordedRequest): boolean {
  return (
    selects(filter, request) && (filter.status === undefined || filter.status === request.status)
  );
}
