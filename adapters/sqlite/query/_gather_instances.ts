import { type Entry, LAST } from "./_entry.ts";
import type { QueryPlan } from "./_query_plan.ts";
import { TimeSlice } from "./_time_slice.ts";

/** So many instances are looked up. */
const MOST_INSTANCES = 500;
/** So many of their entries are looked at. */
const MOST_ENTRIES = 1_500;

/**
 * Finds all variables of the instances that a query wants, if it names only a few instances, and these have few variables.
 *
 * @returns The variables in any order; `undefined` if they are too many, or the comparisons take too long.
 */
export function gatherInstances(plan: QueryPlan): readonly Entry[] | undefined {
  const { index, names, ids, withValues } = plan;
  if (ids === undefined || ids.length > MOST_INSTANCES) return undefined;
  const slice = new TimeSlice();
  const taken: Entry[] = [];
  let left = MOST_ENTRIES;
  for (const instanceId of ids) {
    const instance = index.instance(instanceId);
    if (instance === undefined) continue;
    const entries = index.list(instance, "", LAST, left + 1, withValues);
    left -= entries.length;
    if (left < 0) return undefined;
    for (const [name, id, type, scalar] of entries) {
      if (slice.isOver) return undefined;
      if (!names.matches(name) || !plan.wantsValue(type, scalar)) continue;
      taken.push({ instanceId, name, instance, id });
    }
  }
  return taken;
}
