import { compareKeys } from "../../../core/storage/query/scalar_key.ts";
import type { ScalarCondition } from "../../../core/storage/query/storage_query.ts";

/** A range of scalar keys, of values of any type. */
export interface ScalarInterval {
  /** The first key. */
  readonly from: Uint8Array;
  /** The key behind the last one; `undefined` if there is no upper bound. */
  readonly to: Uint8Array | undefined;
}

/** It comes before every key. */
const FIRST = new Uint8Array();

/**
 * Finds intervals in which the scalar key of every variable is that meets the conditions. They do not overlap, so none has a variable
 * twice.
 *
 * @returns `undefined` if a variable without a scalar key may meet the conditions, too.
 */
export function scalarIntervals(
  conditions: readonly ScalarCondition[],
): readonly ScalarInterval[] | undefined {
  const candidates = conditions.filter(hasKey).map(({ anyOf }) => {
    return union(anyOf.map(({ from = FIRST, to }) => ({ from, to })));
  });
  // With an upper bound they are mostly shorter.
  return candidates.find((intervals) => intervals.every(({ to }) => to)) ?? candidates[0];
}

/** Whether only variables with a scalar key can meet a condition. */
function hasKey({ anyOf, negated }: ScalarCondition): boolean {
  return !negated && anyOf.every(({ from, to }) => from !== undefined || to !== undefined);
}

function union(intervals: readonly ScalarInterval[]): readonly ScalarInterval[] {
  const sorted = [...intervals].sort((a, b) => compareKeys(a.from, b.from));
  const joined: ScalarInterval[] = [];
  for (const interval of sorted) {
    const last = joined.at(-1);
    if (last === undefined || (last.to !== undefined && compareKeys(last.to, interval.from) < 0)) {
      joined.push(interval);
    } else joined[joined.length - 1] = { from: last.from, to: laterOf(last.to, interval.to) };
  }
  return joined;
}

function laterOf(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
  if (a === undefined || b === undefined) return undefined;
  return compareKeys(a, b) > 0 ? a : b;
}
