import { compareNames } from "../../../core/storage/compare_names.ts";
import type { QueryPosition } from "../../../core/storage/query/storage_query.ts";
import { behind, LAST, laterName } from "./_entry.ts";
import type { PageFiller } from "./_page_filler.ts";
import type { QueryPlan } from "./_query_plan.ts";
import { skipInstances } from "./_skip_instances.ts";
import { TimeSlice } from "./_time_slice.ts";
import { wantedInstances } from "./_wanted_instances.ts";

/** Number of entries of an instance that are read at once. */
const ENTRIES = 250;

/** Which instances are looked at, and for which variables. */
export interface InstanceScan {
  /** The scan begins behind this position; `undefined` for the start. */
  readonly after: QueryPosition | undefined;
  /** Whether the last instance comes first. */
  readonly descending: boolean;
  /** The only name that is wanted; `undefined` if there may be more. */
  readonly only: string | undefined;
}

/**
 * Looks at one instance after the other by their ids, and at their variables by their names, until the page is full or the time is
 * over.
 *
 * @returns Where the next page begins; `undefined` if the scan has come to its end.
 */
export function scanInstances(
  plan: QueryPlan,
  { after, descending, only }: InstanceScan,
  filler: PageFiller,
): QueryPosition | undefined {
  const { index } = plan;
  const slice = new TimeSlice();
  const scanOne = only === undefined ? scanNames : scanName;
  if (after !== undefined && plan.wantsInstance(after.instanceId)) {
    const instance = index.instance(after.instanceId);
    if (instance !== undefined) {
      const owner = { instanceId: after.instanceId, instance, after: after.name };
      const end = scanOne(plan, owner, only ?? "", filler, slice);
      if (end !== undefined) return end;
    }
  }
  let from = after?.instanceId;
  if (only !== undefined) {
    from = skipInstances(plan, { name: only, after: from, descending }, filler, slice);
    // Otherwise a slow page would be followed by itself.
    const hasSkipped = from !== after?.instanceId;
    if (slice.isOver && hasSkipped && from !== undefined) return { instanceId: from, name: only };
  }
  for (const [instanceId, instance] of wantedInstances(plan, from, descending)) {
    if (instance !== undefined) {
      const end = scanOne(plan, { instanceId, instance, after: "" }, only ?? "", filler, slice);
      if (end !== undefined) return end;
    }
    if (slice.isOver) return { instanceId, name: only ?? LAST };
  }
  return undefined;
}

/** An instance, and the name behind which its variables are wanted. */
interface Owner {
  readonly instanceId: string;
  readonly instance: number;
  readonly after: string;
}

/** Looks for one variable of an instance. Returns where the page ends, if it ends there. */
function scanName(
  plan: QueryPlan,
  { instanceId, instance, after }: Owner,
  name: string,
  filler: PageFiller,
): QueryPosition | undefined {
  if (compareNames(name, after) <= 0) return undefined;
  const entry = plan.index.find(instance, name, plan.withValues);
  if (entry === undefined) return undefined;
  const [, id, type, scalar] = entry;
  if (!plan.wantsValue(type, scalar)) return undefined;
  filler.add({ instanceId, name, instance, id });
  return filler.isFull ? { instanceId, name } : undefined;
}

/** Looks for all variables of an instance. Returns where the page ends, if it ends there. */
function scanNames(
  plan: QueryPlan,
  { instanceId, instance, after }: Owner,
  _only: string,
  filler: PageFiller,
  slice: TimeSlice,
): QueryPosition | undefined {
  const { index, names, withValues } = plan;
  let from = laterName(names.first, behind(after));
  for (;;) {
    const entries = index.list(instance, from, names.last, ENTRIES, withValues);
    for (const [name, id, type, scalar] of entries) {
      if (names.matches(name) && plan.wantsValue(type, scalar)) {
        filler.add({ instanceId, name, instance, id });
      }
      // Each comparison may take long: a hundred patterns of 4,000 characters took 4 ms.
      if (filler.isFull || slice.isOver) return { instanceId, name };
    }
    const last = entries[ENTRIES - 1];
    if (last === undefined) return undefined;
    from = behind(last[0]);
  }
}
