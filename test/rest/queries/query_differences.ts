import type { DifferenceId } from "../differences.ts";

/** A documented difference that an exchange shows. */
export interface QueryDifference {
  readonly id: DifferenceId;
  /** The status of varpost. */
  readonly status: number;
}

/** The exchanges that differ, by scenario, counted from 1. */
type Steps = Readonly<Record<string, readonly number[]>>;

const DIFFERENT: readonly (readonly [id: DifferenceId, status: number, steps: Steps])[] = [];

/** The exchanges that differ on purpose: for each, by `SCENARIO STEP`, which difference it shows. */
export const QUERY_DIFFERENCES: ReadonlyMap<string, QueryDifference> = new Map(
  DIFFERENT.flatMap(([id, status, scenarios]) =>
    Object.entries(scenarios).flatMap(([scenario, steps]) =>
      steps.map((step) => [`${scenario} ${step}`, { id, status }] as const),
    ),
  ),
);
