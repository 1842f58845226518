import type {
  QueryPage,
  QueryPosition,
  StorageQuery,
} from "../../../core/storage/query/storage_query.ts";
import type { DriverQueryPage } from "../../../core/storage/storage_driver.ts";
import type { EntryIndex } from "./_entry_index.ts";
import { gatherEntries } from "./_gather_entries.ts";
import { gatherInstances } from "./_gather_instances.ts";
import { PageFiller } from "./_page_filler.ts";
import { QueryPlan } from "./_query_plan.ts";
import { type ReadTables, readEntries } from "./_read_entries.ts";
import { scanInstances } from "./_scan_instances.ts";
import { scanName, scanNames, skipName } from "./_scan_names.ts";
import { TimeSlice } from "./_time_slice.ts";

/** Largest number of variables that a page takes, since each of their rows is read. */
const MOST_VARIABLES = 500;
/** So many names are looked up before a query that begins with the instance. */
const MOST_NAMES = 500;

/** The members of a store that a query needs. */
export interface QueriedStore extends ReadTables {
  /** The indexes. */
  readonly entries: EntryIndex;
}

/**
 * Finds a page of the variables that a query wants by the indexes, and reads their rows.
 *
 * There are three ways. If few variables come into question, all of them are taken from an index and sorted: the indexes have
 * numbers of instances, but the order is that of their ids. Otherwise the instances are looked at in their order. If the order begins
 * with the name, each name is treated like a query of its own, and a name that is skipped as a whole is only counted. If all variables
 * are skipped, the order does not matter, and all names are.
 */
export async function runQuery(
  store: QueriedStore,
  query: StorageQuery,
  { after, skip, limit }: DriverQueryPage,
): Promise<QueryPage> {
  const plan = new QueryPlan(store.entries, query);
  const filler = new PageFiller(skip, Math.min(limit, MOST_VARIABLES));
  const next = await fill(plan, query, after, filler);
  const { variables, end } = readEntries(store, query.values ?? [], filler.entries);
  return { variables, skipped: filler.skipped, next: end ?? next };
}

async function fill(
  plan: QueryPlan,
  query: StorageQuery,
  after: QueryPosition | undefined,
  filler: PageFiller,
): Promise<QueryPosition | undefined> {
  const { descending, isByName } = plan;
  const isCount = after === undefined && filler.toSkip === Number.POSITIVE_INFINITY;
  const names = plan.isNarrow || isCount ? plan.names.list(MOST_NAMES) : undefined;
  const slice = new TimeSlice();
  if (names !== undefined && isCount && plan.ids === undefined) {
    for (const name of names) await skipName(plan, name, filler, slice);
    return undefined;
  }
  const [name] = names ?? [];
  if (names?.length === 1 && name !== undefined && !isByName) {
    const isSkipped = after === undefined && (await skipName(plan, name, filler, slice));
    return isSkipped ? undefined : scanName(plan, { name, after, descending }, filler);
  }
  const entries = names === undefined ? undefined : gatherEntries(plan, names);
  const few = entries ?? (isByName ? gatherInstances(plan) : undefined);
  if (few !== undefined) return filler.addInOrder(few, query, after);
  if (isByName) return await scanNames(plan, after, filler, slice);
  return scanInstances(plan, { after, descending, only: undefined }, filler);
}
