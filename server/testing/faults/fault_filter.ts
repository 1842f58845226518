import type { RequestFilter } from "../request_filter.ts";

/**
 * Selects the requests that a fault applies to: by default only the next one that the other members select.
 *
 * Several faults apply to one request if all of them take effect, such as a delay and a status. Of two that do not go together, such as
 * two statuses, the one that was set first applies, and the other to the next request.
 */
export interface FaultFilter extends RequestFilter {
  /** The fault begins with the n-th request that the filter selects after the fault was set. From 1. Default 1: the next one. */
  readonly nth?: number | undefined;
  /** To how many of them it applies. From 1; `Infinity` for all. Default 1. */
  readonly times?: number | undefined;
}
