import type { FoundVariable } from "../../storage/query/storage_query.ts";
import type { VariableSorting } from "../options/variable_query.ts";
import { TYPE_NAMES } from "../values/value_types.ts";
import { BEHIND_ALL } from "./_behind_all.ts";
import type { ScanPart, VariableScan } from "./_variable_scan.ts";

/** One of the things that a list is sorted by. */
interface SortKey {
  readonly by: "instance" | "name" | "type";
  readonly descending: boolean;
}

const KEYS: Readonly<Record<VariableSorting["sortBy"], SortKey["by"] | undefined>> = {
  variableName: "name",
  variableType: "type",
  activityInstanceId: "instance",
  tenantId: undefined,
};

/** The types in the order of their names in lower case. */
const TYPES = TYPE_NAMES.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));

/**
 * Scans variables in a given order. A storage orders by instance and name, or by name and instance. Any other order is made of such
 * parts, one after the other: a part for each type, each name or each instance. So nothing is held to be sorted.
 *
 * @param scan The scan.
 * @param sorting What the list is sorted by.
 * @param part What it is narrowed to.
 */
export function scanSorted(
  scan: VariableScan,
  sorting: readonly VariableSorting[],
  part: ScanPart,
): AsyncGenerator<FoundVariable> {
  const keys: SortKey[] = [];
  for (const { sortBy, sortOrder } of sorting) {
    const by = KEYS[sortBy];
    if (by === undefined || keys.some((key) => key.by === by)) continue;
    keys.push({ by, descending: sortOrder === "desc" });
  }
  return scanBy(scan, keys, part);
}

function scanBy(
  scan: VariableScan,
  [key, ...rest]: readonly SortKey[],
  part: ScanPart,
): AsyncGenerator<FoundVariable> {
  if (key === undefined) return scan.part({ ...part, order: "instance", descending: false });
  const { by, descending } = key;
  if (by === "type") return byType(scan, descending, rest, part);
  const ordered: ScanPart = { ...part, order: by, descending };
  return isAsStored(key, rest) ? scan.part(ordered) : byGroup(scan, ordered, rest, part);
}

/** Whether a storage's own order has what comes behind the first key. */
function isAsStored({ by }: SortKey, [second]: readonly SortKey[]): boolean {
  if (second === undefined) return true;
  return second.by === (by === "name" ? "instance" : "name") && !second.descending;
}

async function* byType(
  scan: VariableScan,
  descending: boolean,
  rest: readonly SortKey[],
  part: ScanPart,
): AsyncGenerator<FoundVariable> {
  const known = TYPES.map((type) => ({ anyOf: [{ types: [type] }], negated: false }));
  // Only another program can have stored another type. It comes last.
  const conditions = [...known, { anyOf: [{ types: TYPES }], negated: true }];
  for (const condition of descending ? conditions.toReversed() : conditions) {
    yield* scanBy(scan, rest, { ...part, values: [...(part.values ?? []), condition] });
  }
}

/** Scans the variables of one name, or of one instance, after those of the other. */
async function* byGroup(
  scan: VariableScan,
  ordered: ScanPart,
  rest: readonly SortKey[],
  part: ScanPart,
): AsyncGenerator<FoundVariable> {
  let found = await scan.first(ordered, undefined);
  while (found !== undefined) {
    const { instanceId, record } = found;
    if (ordered.order === "name") {
      const names = [...(part.names ?? []), { operator: "eq", text: record.name } as const];
      yield* scanBy(scan, rest, { ...part, names });
      found = await scan.first(ordered, { instanceId: BEHIND_ALL, name: record.name });
    } else {
      yield* scanBy(scan, rest, { ...part, instanceIds: [instanceId] });
      found = await scan.first(ordered, { instanceId, name: BEHIND_ALL });
    }
  }
}
