import { eachInstance } from "./_each_record.ts";
import type { ReadContext } from "./_read_context.ts";
import type { Search } from "./_search.ts";

/** All instances that have a variable, and that are shown: they are instances to the embedder, too, and allowed. */
export function allInstances(
  search: Search,
  { storage, instances }: ReadContext,
): AsyncIterable<string> {
  const kept = eachInstance(storage, search);
  return instances.isIdentity ? kept : instances.own(kept);
}
