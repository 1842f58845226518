import { checkMembers, type Members } from "../../../core/errors/_check_members.ts";
import { checkRequestFilter } from "../_check_request_filter.ts";
import { checkWhole } from "./_check_whole.ts";
import type { FaultFilter } from "./fault_filter.ts";

const MEMBERS: Members<FaultFilter> = {
  method: true,
  path: true,
  operation: true,
  id: true,
  variable: true,
  nth: true,
  times: true,
};

/**
 * Checks the filter of a fault.
 *
 * @throws {TypeError} If it has an unknown member, or one of a wrong kind.
 * @throws {RangeError} If a number is out of its range.
 */
export function checkFaultFilter(filter: FaultFilter): void {
  checkMembers("filter of the fault", filter, MEMBERS);
  checkRequestFilter(filter);
  const { nth, times } = filter;
  if (nth !== undefined) checkWhole("nth", nth, 1, Number.MAX_SAFE_INTEGER);
  if (times !== undefined && times !== Infinity) {
    checkWhole("times", times, 1, Number.MAX_SAFE_INTEGER);
  }
}
