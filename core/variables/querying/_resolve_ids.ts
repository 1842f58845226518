import { nextTurn } from "../../_next_turn.ts";
import { checkName } from "../../storage/check_name.ts";
import { compareNames } from "../../storage/compare_names.ts";
import type { ReadContext } from "../reading/_read_context.ts";

/** Ids that are resolved and sorted in one turn of the event loop: some milliseconds of work. */
const PART = 4_000;

/**
 * Finds the instances of ids, in their order, each once. What is no id, and unknown ids, are ignored. Others have their turns
 * meanwhile: there may be 40,000 ids.
 */
export async function resolveIds(
  ids: readonly string[],
  { instances }: Pick<ReadContext, "instances">,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (let start = 0; start < ids.length; start += PART) {
    if (start > 0) await nextTurn();
    const part: string[] = [];
    const given = ids.slice(start, start + PART).filter(isId);
    for await (const id of instances.findAll(given)) part.push(id);
    found.push(...part.sort(compareNames));
  }
  // This merges the parts, which are sorted.
  return found.sort(compareNames).filter((id, index) => id !== found[index - 1]);
}

function isId(id: string): boolean {
  try {
    checkName("instance id", id);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
