import { checkName } from "../../storage/check_name.ts";
import { compareNames } from "../../storage/compare_names.ts";
import type { ReadContext } from "../reading/_read_context.ts";

/** Finds the instances of ids, in their order, each once. What is no id, and unknown ids, are ignored. */
export async function resolveIds(
  ids: readonly string[],
  { instances }: ReadContext,
): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const id of instances.findAll(ids.filter(isId))) found.push(id);
  return found.sort(compareNames);
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
