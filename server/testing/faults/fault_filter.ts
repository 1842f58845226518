import type { RequestFilter } from "../request_filter.ts";

/** Selects the requests that a fault applies to: by default only the next one that the other members select. */
export interface FaultFilter extends RequestFilter {
  /** The fault begins with the n-th request that the filter selects after the fault was set. From 1. Default 1: the next one. */
  readonly nth?: number | undefined;
  /** To how many of them it applies. From 1; `Infinity` for all. Default 1. */
  readonly times?: number | undefined;
}
