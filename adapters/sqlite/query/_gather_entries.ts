import { entriesOfName } from "./_entries_of_name.ts";
import type { Entry } from "./_entry.ts";
import type { QueryPlan } from "./_query_plan.ts";

/** So many variables are taken, of which each costs a look at its instance. */
const MOST_TAKEN = 1_500;
/** So many entries are looked at, if the index has their keys. */
const MOST_KEYS = 4_000;
/** So many are looked at, if each costs a look at its row. */
const MOST_ROWS = 500;

/**
 * Finds all variables with these names that a query wants, if they are few and few entries have to be looked at for it.
 *
 * @returns The variables in any order; `undefined` if they are too many.
 */
export function gatherEntries(
  plan: QueryPlan,
  names: readonly string[],
): readonly Entry[] | undefined {
  const { index } = plan;
  let left = mostEntries(plan);
  if (plan.intervals === undefined && hasMore(plan, names, left)) return undefined;
  const taken: Omit<Entry, "instanceId">[] = [];
  for (const name of names) {
    for (const part of entriesOfName(plan, name, 500)) {
      left -= part.length;
      for (const [instance, id, type, scalar] of part) {
        if (plan.wantsValue(type, scalar)) taken.push({ name, instance, id });
      }
      if (left < 0 || taken.length > MOST_TAKEN) return undefined;
    }
  }
  // Instances with numbers side by side are in the same page.
  taken.sort((a, b) => a.instance - b.instance);
  return taken.flatMap((entry) => {
    const instanceId = index.instanceId(entry.instance);
    if (instanceId === undefined || !plan.wantsInstance(instanceId)) return [];
    return [{ ...entry, instanceId }];
  });
}

/** Whether the names have more entries than so many. SQLite counts them in a tenth of the time that reading them takes. */
function hasMore({ index }: QueryPlan, names: readonly string[], most: number): boolean {
  let left = most;
  for (const name of names) {
    const [entries] = index.count(name, 0, left + 1);
    left -= entries;
    if (left < 0) return true;
  }
  return false;
}

function mostEntries({ intervals, withValues }: QueryPlan): number {
  if (!withValues) return MOST_TAKEN;
  return intervals === undefined ? MOST_ROWS : MOST_KEYS;
}
