import type { QueryPosition } from "../../../core/storage/query/storage_query.ts";
import { countName } from "./_count_name.ts";
import { LAST } from "./_entry.ts";
import { gatherEntries } from "./_gather_entries.ts";
import type { PageFiller } from "./_page_filler.ts";
import type { QueryPlan } from "./_query_plan.ts";
import { scanInstances } from "./_scan_instances.ts";
import type { TimeSlice } from "./_time_slice.ts";

/**
 * Looks at one name after the other, and at its variables by the ids of their instances, until the page is full or the time is over.
 * Names all of whose variables are skipped are only counted.
 *
 * @param after The scan begins behind this position; `undefined` for the start.
 * @returns Where the next page begins; `undefined` if the scan has come to its end.
 */
export async function scanNames(
  plan: QueryPlan,
  after: QueryPosition | undefined,
  filler: PageFiller,
  slice: TimeSlice,
): Promise<QueryPosition | undefined> {
  const { names, descending } = plan;
  const from = after?.name;
  for (const name of descending ? names.descending(from) : names.ascending(from)) {
    const start = name === from ? after : undefined;
    // Otherwise a page that ended behind a name would be followed by itself.
    if (start?.instanceId === LAST) continue;
    if (names.matches(name)) {
      const isSkipped = start === undefined && (await skipName(plan, name, filler, slice));
      if (!isSkipped) {
        const end = scanName(plan, { name, after: start, descending: false }, filler);
        if (end !== undefined) return end;
      }
    }
    if (slice.isOver) return { instanceId: LAST, name };
  }
  return undefined;
}

/** A name whose variables are looked at. */
export interface NameScan {
  readonly name: string;
  /** The scan begins behind this position in the order of instances; `undefined` for the start. */
  readonly after: QueryPosition | undefined;
  /** Whether the last instance comes first. */
  readonly descending: boolean;
}

/** Skips all variables of a name, if that many are to be skipped. */
export async function skipName(
  plan: QueryPlan,
  name: string,
  filler: PageFiller,
  slice: TimeSlice,
): Promise<boolean> {
  if (filler.toSkip === 0 || plan.ids !== undefined) return false;
  const count = await countName(plan, name, filler.toSkip, slice);
  if (count > filler.toSkip) return false;
  filler.skipped += count;
  return true;
}

/**
 * Looks at the variables of a name by the ids of their instances.
 *
 * @returns Where the next page begins; `undefined` if the scan has come to its end.
 */
export function scanName(
  plan: QueryPlan,
  { name, after, descending }: NameScan,
  filler: PageFiller,
): QueryPosition | undefined {
  const entries = gatherEntries(plan, [name]);
  if (entries === undefined) {
    return scanInstances(plan, { after, descending, only: name }, filler);
  }
  return filler.addInOrder(entries, { order: "instance", descending }, after);
}
