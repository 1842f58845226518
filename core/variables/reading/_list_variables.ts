import { shorten } from "../../errors/_shorten.ts";
import type { VariableRecord, VariableStorage } from "../../storage/storage.ts";
import { checkInstanceId, checkVariableName } from "../errors/_check_names.ts";
import type {
  PageQuery,
  SearchOptions,
  VariableInstance,
  VariableInstanceQuery,
} from "../options/variable_options.ts";
import { eachVariable } from "./_each_record.ts";
import { allInstances } from "./_list_instances.ts";
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

/**
 * Yields a part of the variables of several instances, by instance and name.
 *
 * @param query Instances, name, part of the list, and signal.
 * @param omitBytes Whether variables of type Bytes are left out, also when the part is counted.
 */
export async function* listVariableInstances(
  query: VariableInstanceQuery,
  omitBytes: boolean,
  context: ReadContext,
): AsyncGenerator<VariableInstance, void, undefined> {
  const { processInstanceIds, variableName, signal } = query;
  if (variableName !== undefined) checkVariableName(variableName);
  for (const id of processInstanceIds ?? []) checkInstanceId(id);
  const search = new Search(signal);
  const instanceIds =
    processInstanceIds === undefined
      ? allInstances(search, context)
      : context.instances.findAll(processInstanceIds);
  const all = variablesOf(context.storage, instanceIds, variableName, search);
  yield* pageOf(omitBytes ? withoutBytes(all) : all, query);
}

async function* variablesOf(
  storage: VariableStorage,
  instanceIds: AsyncIterable<string>,
  name: string | undefined,
  search: Search,
): AsyncGenerator<VariableInstance> {
  for await (const instanceId of instanceIds) {
    for await (const record of recordsOf(storage, instanceId, name, search)) {
      yield { instanceId, record };
    }
  }
}

async function* recordsOf(
  storage: VariableStorage,
  instanceId: string,
  name: string | undefined,
  search: Search,
): AsyncGenerator<VariableRecord> {
  if (name === undefined) {
    yield* eachVariable(storage, instanceId, search);
    return;
  }
  await search.next();
  const record = await storage.stat(instanceId, name);
  if (record !== undefined) yield record;
}

async function* withoutBytes(
  variables: AsyncIterable<VariableInstance>,
): AsyncGenerator<VariableInstance> {
  for await (const variable of variables) if (variable.record.type !== "Bytes") yield variable;
}
