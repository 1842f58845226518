import { compareNames } from "../../storage/compare_names.ts";
import { meetsScalarConditions, nameMatcher } from "../../storage/query/query_matcher.ts";
import { scalarKey } from "../../storage/query/scalar_key.ts";
import type {
  FoundVariable,
  QueryPage,
  QueryPosition,
  StorageQuery,
} from "../../storage/query/storage_query.ts";
import type { VariableStorage } from "../../storage/storage.ts";
import { eachInstance, eachVariable } from "../reading/_each_record.ts";
import type { Search } from "../reading/_search.ts";
import { BEHIND_ALL } from "./_behind_all.ts";

/** Variables that are looked at for one page in the order of the storage. */
const EXAMINED = 1_024;
/** Instances that are read for one page in the reversed order of the storage. */
const REVERSED = 1_000;
/** Positions that are kept at a time while variables are skipped by name. */
const SKIPPED = 10_000;

/** The part of the result that is wanted. */
export interface PlainPage {
  readonly after: QueryPosition | undefined;
  readonly skip: number;
  readonly limit: number;
}

/**
 * Answers a query of a storage that cannot answer it itself. It reads the variables of all instances that may be meant. In the
 * order of names, each page reads all of them, and keeps no more than the page.
 *
 * @param storage The storage, of which only `instances`, `list` and `stat` are used.
 * @param query The query.
 * @param page The part that is wanted.
 * @param search Waits and stops.
 */
export async function plainQuery(
  storage: VariableStorage,
  query: StorageQuery,
  page: PlainPage,
  search: Search,
): Promise<QueryPage> {
  const { order, descending } = query;
  if (order === "name") return byName(storage, query, page, search);
  return descending
    ? inReversedOrder(storage, query, page, search)
    : inStoredOrder(storage, query, page, search);
}

async function inStoredOrder(
  storage: VariableStorage,
  query: StorageQuery,
  { after, skip, limit }: PlainPage,
  search: Search,
): Promise<QueryPage> {
  const variables: FoundVariable[] = [];
  const meets = matcherOf(query);
  let skipped = 0;
  let examined = 0;
  for await (const found of candidates(storage, query, after, search)) {
    const next = positionOf(found);
    if (meets(found)) {
      if (skipped < skip) skipped++;
      else variables.push(found);
    }
    if (variables.length === limit || ++examined === EXAMINED) return { variables, skipped, next };
  }
  return { variables, skipped, next: undefined };
}

/** Finds the last instances up to the position, and reads these from the last one on. */
async function inReversedOrder(
  storage: VariableStorage,
  query: StorageQuery,
  { after, skip, limit }: PlainPage,
  search: Search,
): Promise<QueryPage> {
  const variables: FoundVariable[] = [];
  const meets = matcherOf(query);
  const ids = await lastInstances(storage, query, after, search);
  let skipped = 0;
  for (const instanceId of ids.slice(0, REVERSED)) {
    const start = instanceId === after?.instanceId ? after : undefined;
    const own = { ...query, instanceIds: [instanceId] };
    for await (const found of candidates(storage, own, start, search)) {
      if (!meets(found)) continue;
      if (skipped < skip) skipped++;
      else if (variables.push(found) === limit) {
        return { variables, skipped, next: positionOf(found) };
      }
    }
  }
  const last = ids.length > REVERSED ? ids[REVERSED - 1] : undefined;
  const next = last === undefined ? undefined : { instanceId: last, name: BEHIND_ALL };
  return { variables, skipped, next };
}

/** The last instances up to a position, from the last one on: more than are read for a page if there are more. */
async function lastInstances(
  storage: VariableStorage,
  { instanceIds }: StorageQuery,
  after: QueryPosition | undefined,
  search: Search,
): Promise<readonly string[]> {
  let ids: string[] = [];
  for await (const id of instanceIds ?? eachInstance(storage, search)) {
    if (after !== undefined && compareNames(id, after.instanceId) > 0) break;
    if (ids.push(id) > 2 * REVERSED) ids = ids.slice(-REVERSED - 1);
  }
  return ids.reverse();
}

async function byName(
  storage: VariableStorage,
  query: StorageQuery,
  { after, skip, limit }: PlainPage,
  search: Search,
): Promise<QueryPage> {
  const meets = matcherOf(query);
  const compare = comparisonOf(query);
  const most = skip > 0 ? Math.min(skip, SKIPPED) : limit;
  let first: FoundVariable[] = [];
  const keepFirst = () => {
    first = first.sort((a, b) => compare(a, b)).slice(0, most);
  };
  for await (const found of candidates(storage, query, undefined, search)) {
    if (!meets(found)) continue;
    if (after !== undefined && compare(found, after) <= 0) continue;
    // What is skipped is not held.
    first.push(skip > 0 ? withoutValue(found) : found);
    if (first.length >= 2 * most) keepFirst();
  }
  keepFirst();
  const last = first.at(-1);
  const next = last === undefined || first.length < most ? undefined : positionOf(last);
  return skip > 0
    ? { variables: [], skipped: first.length, next }
    : { variables: first, skipped: 0, next };
}

/** The variables of all instances that may be meant, by instance and name, behind a position. */
async function* candidates(
  storage: VariableStorage,
  { instanceIds, names = [] }: StorageQuery,
  after: QueryPosition | undefined,
  search: Search,
): AsyncGenerator<FoundVariable> {
  const exact = names.find(({ operator, ignoreCase }) => operator === "eq" && !ignoreCase)?.text;
  for await (const instanceId of instanceIds ?? eachInstance(storage, search, after?.instanceId)) {
    const order = after === undefined ? 1 : compareNames(instanceId, after.instanceId);
    if (order < 0) continue;
    const behind = order === 0 ? (after?.name ?? "") : "";
    if (exact === undefined) {
      for await (const record of eachVariable(storage, instanceId, search, behind)) {
        yield { instanceId, record };
      }
    } else if (compareNames(exact, behind) > 0) {
      await search.next();
      const record = await storage.stat(instanceId, exact);
      if (record !== undefined) yield { instanceId, record };
    }
  }
}

function matcherOf({ names = [], values = [] }: StorageQuery): (found: FoundVariable) => boolean {
  const matchesName = nameMatcher(names);
  return ({ record }) =>
    matchesName(record.name) && meetsScalarConditions(values, record.type, scalarKey(record));
}

/** Compares by name, and then by instance. */
function comparisonOf({ descending = false }: StorageQuery) {
  const sign = descending ? -1 : 1;
  return (a: FoundVariable | QueryPosition, b: FoundVariable | QueryPosition): number =>
    sign * compareNames(nameOf(a), nameOf(b)) || compareNames(a.instanceId, b.instanceId);
}

function nameOf(found: FoundVariable | QueryPosition): string {
  return "record" in found ? found.record.name : found.name;
}

function positionOf(found: FoundVariable): QueryPosition {
  return { instanceId: found.instanceId, name: found.record.name };
}

function withoutValue({
  instanceId,
  record: { inline: _, ...record },
}: FoundVariable): FoundVariable {
  return { instanceId, record };
}
