import type { QueryPosition } from "../../../core/storage/query/storage_query.ts";
import { filterInTurns } from "./_filter_in_turns.ts";
import type { KeyPage, KeyRange, Run } from "./_key_page.ts";
import { keyParts } from "./_key_parts.ts";
import { PartScan } from "./_part_scan.ts";
import type { Wanted } from "./_wanted.ts";
import { comparison } from "./_wanted_names.ts";

/** Reads keys in the order of a query, by going through an index that has this order. */
export async function orderedKeys(
  run: Run,
  wanted: Wanted,
  { skip, limit }: KeyRange,
): Promise<KeyPage> {
  const { limits } = wanted;
  const end = performance.now() + limits.time;
  const matches = comparison(wanted.names);
  const keys: QueryPosition[] = [];
  let skipped = 0;
  let hasBegun = false;
  for (const part of keyParts(wanted)) {
    const isLate = hasBegun && performance.now() > end;
    if (isLate && part.start !== undefined) return { keys, skipped, next: part.start };
    hasBegun = true;
    const scan = new PartScan(run, wanted, part);
    if (matches === undefined && skipped < skip) {
      const { count, next } = await scan.skip(skip - skipped);
      skipped += count;
      if (next !== undefined) return { keys, skipped, next };
      continue;
    }
    const { found, next } = await scan.read(matches ? limits.comparedNames : limit - keys.length);
    const wantedKeys = matches ? await filterInTurns(found, ({ name }) => matches(name)) : found;
    for (const key of wantedKeys) {
      if (skipped < skip) skipped++;
      else keys.push(key);
      if (keys.length === limit) return { keys, skipped, next: key };
    }
    if (next !== undefined) return { keys, skipped, next };
  }
  return { keys, skipped, next: undefined };
}
