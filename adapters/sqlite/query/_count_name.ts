import { entriesOfName } from "./_entries_of_name.ts";
import type { QueryPlan } from "./_query_plan.ts";
import type { TimeSlice } from "./_time_slice.ts";

/** Number of entries that SQLite counts at once. */
const COUNTED = 20_000;
/** Number of entries whose keys are looked at at once. */
const LOOKED_AT = 500;

/**
 * Counts the variables of a name that a query wants, whatever their instances. Others have their turns meanwhile.
 *
 * @param most The count is only needed up to this number.
 * @returns The number; or a larger one than `most`, if there are more.
 */
export async function countName(
  plan: QueryPlan,
  name: string,
  most: number,
  slice: TimeSlice,
): Promise<number> {
  return await (plan.withValues ? countByKeys : countAll)(plan, name, most, slice);
}

async function countAll(
  { index }: QueryPlan,
  name: string,
  most: number,
  slice: TimeSlice,
): Promise<number> {
  let count = 0;
  let after = 0;
  for (;;) {
    const [entries, living, last] = index.count(name, after, COUNTED);
    count += living;
    if (entries < COUNTED || last === null || count > most) return count;
    after = last;
    await slice.renew();
  }
}

async function countByKeys(
  plan: QueryPlan,
  name: string,
  most: number,
  slice: TimeSlice,
): Promise<number> {
  const { index } = plan;
  const { hasCleared } = index;
  let count = 0;
  for (const part of entriesOfName(plan, name, LOOKED_AT)) {
    for (const [instance, , type, scalar] of part) {
      if (!plan.wantsValue(type, scalar)) continue;
      if (!hasCleared || index.instanceId(instance) !== undefined) count++;
    }
    if (count > most) return count;
    await slice.renew();
  }
  return count;
}
