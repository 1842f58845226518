import type { PageQuery } from "../options/variable_options.ts";
import { eachInstance } from "./_each_record.ts";
import { pageOf } from "./_page_of.ts";
import type { ReadContext } from "./_read_context.ts";
import { Search } from "./_search.ts";

/** Part of the instances that have a variable, by id. */
export function listInstances(query: PageQuery, context: ReadContext): AsyncIterable<string> {
  return pageOf(allInstances(new Search(query.signal), context), query);
}

/** How many instances have a variable. */
export async function countInstances(
  signal: AbortSignal | undefined,
  context: ReadContext,
): Promise<number> {
  let count = 0;
  for await (const _ of allInstances(new Search(signal), context)) count++;
  return count;
}

/** All instances that have a variable, and that are instances to the embedder, too. */
export function allInstances(
  search: Search,
  { storage, instances }: ReadContext,
): AsyncIterable<string> {
  const kept = eachInstance(storage, search);
  return instances.isIdentity ? kept : instances.own(kept);
}
