import { shorten } from "../../errors/_shorten.ts";
import type { VariableRecord } from "../../storage/storage.ts";
import { checkInstanceId } from "../errors/_check_names.ts";
import type { PageQuery, SearchOptions } from "../options/variable_options.ts";
import { eachVariable } from "./_each_record.ts";
import { pageOf } from "./_page_of.ts";
import type { ReadContext } from "./_read_context.ts";
import { Search } from "./_search.ts";

/** Yields a part of the variables of an instance, by name. */
export async function* listVariables(
  id: string,
  query: PageQuery,
  context: ReadContext,
): AsyncGenerator<VariableRecord, void, undefined> {
  yield* pageOf(await allVariables(id, query, context), query);
}

/** Finds an instance, and lists all its variables by name. */
export async function allVariables(
  id: string,
  { signal }: SearchOptions,
  { storage, instances }: ReadContext,
): Promise<AsyncIterable<VariableRecord>> {
  checkInstanceId(id);
  const task = `Cannot get variables for process instance ${shorten(id)}`;
  const instanceId = await instances.get(id, task);
  return eachVariable(storage, instanceId, new Search(signal));
}
