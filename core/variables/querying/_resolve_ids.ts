import { isName } from "../../storage/check_name.ts";
import { compareNames } from "../../storage/compare_names.ts";
import type { ReadContext } from "../reading/_read_context.ts";
import type { Search } from "../reading/_search.ts";

/** Ids that are sorted in one turn of the event loop: some milliseconds of work. */
const PART = 4_000;

/**
 * Finds the instances of ids, in their order, each once. What is no id, unknown ids, and instances that are not allowed are ignored. Others have their turns
 * meanwhile: there may be 40,000 ids.
 *
 * @param ids The ids.
 * @param context How they are found.
 * @param search Waits and stops.
 */
export async function resolveIds(
  ids: readonly string[],
  { instances }: Pick<ReadContext, "instances">,
  search: Search,
): Promise<readonly string[]> {
  const distinct = [...new Set(ids)];
  const found: string[] = [];
  for (let start = 0; start < distinct.length; start += PART) {
    const part: string[] = [];
    for (const id of distinct.slice(start, start + PART).filter(isName)) {
      await search.next();
      const owner = await instances.search(id);
      if (owner !== undefined) part.push(owner);
    }
    found.push(...part.sort(compareNames));
  }
  // This merges the parts, which are sorted.
  return found.sort(compareNames).filter((id, index) => id !== found[index - 1]);
}
