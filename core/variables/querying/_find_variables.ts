import type { FoundVariable } from "../../storage/query/storage_query.ts";
import type { VariableFilter, VariableJsonQuery } from "../options/variable_query.ts";
import { checkPart } from "../reading/_page_of.ts";
import type { ReadContext } from "../reading/_read_context.ts";
import { Search } from "../reading/_search.ts";
import { compileConditions } from "./_compile_conditions.ts";
import { resolveIds } from "./_resolve_ids.ts";
import { scanSorted } from "./_scan_sorted.ts";
import { type ScanPart, type ScanTask, VariableScan } from "./_variable_scan.ts";

/** Leaves variables of type Bytes out. */
const WITHOUT_BYTES = [{ anyOf: [{ types: ["Bytes"] }], negated: true }];

/**
 * Finds variables of any instances.
 *
 * @param query The query. It has been checked.
 * @param context The storage.
 */
export async function* findVariables(
  query: Omit<VariableJsonQuery, "deserializeValues">,
  context: ReadContext,
): AsyncGenerator<FoundVariable, void> {
  const { firstResult = 0, maxResults = Infinity, sorting = [], omitBytes = false } = query;
  checkPart(query);
  const conditions = compileConditions(query);
  const search = new Search(query.signal);
  const instanceIds = await findInstanceIds(query, context, search);
  if (maxResults === 0 || conditions.isImpossible || instanceIds?.length === 0) return;
  const task: ScanTask = { conditions, firstResult, maxResults };
  const scan = new VariableScan(task, context, search);
  const part: ScanPart = { instanceIds, values: omitBytes ? WITHOUT_BYTES : [] };
  let count = 0;
  for await (const found of scanSorted(scan, sorting, part)) {
    yield found;
    if (++count === maxResults) return;
  }
}

/**
 * Counts variables of any instances.
 *
 * @param filter The conditions. They have been checked.
 * @param signal Ends the search.
 * @param context The storage.
 */
export async function countVariables(
  filter: VariableFilter,
  signal: AbortSignal | undefined,
  context: ReadContext,
): Promise<number> {
  const conditions = compileConditions(filter);
  const search = new Search(signal);
  const instanceIds = await findInstanceIds(filter, context, search);
  if (conditions.isImpossible || instanceIds?.length === 0) return 0;
  const task: ScanTask = { conditions, firstResult: Infinity, maxResults: Infinity };
  const scan = new VariableScan(task, context, search);
  for await (const _ of scan.part({ instanceIds }));
  return scan.skipped;
}

/** The instances that are meant, in their order; `undefined` for all. */
async function findInstanceIds(
  { processInstanceIds, variableScopeIds }: VariableFilter,
  context: ReadContext,
  search: Search,
): Promise<readonly string[] | undefined> {
  if (processInstanceIds === undefined && variableScopeIds === undefined) return undefined;
  const owners = processInstanceIds && (await resolveIds(processInstanceIds, context, search));
  const scopes = variableScopeIds && (await resolveIds(variableScopeIds, context, search));
  if (owners === undefined) return scopes;
  const wanted = scopes && new Set(scopes);
  return wanted === undefined ? owners : owners.filter((id) => wanted.has(id));
}
