import type { VariableRecord, VariableStorage } from "../../storage/storage.ts";
import type { ListJsonOptions } from "../options/variable_options.ts";
import { printVariable, printVariableInstance } from "../to_json/_print_variable.ts";
import { eachVariable } from "./_each_record.ts";
import type { Search } from "./_search.ts";

/** A variable of one of several instances. */
export interface InstanceVariable {
  readonly instanceId: string;
  readonly record: VariableRecord;
}

/** The variables of an instance as members of an object. */
export async function* printedMembers(
  records: AsyncIterable<VariableRecord>,
  options: ListJsonOptions,
): AsyncGenerator<string> {
  const { deserializeValues = true, omitBytes = false } = options;
  for await (const record of records) {
    if (omitBytes && record.type === "Bytes") continue;
    const variable = printVariable(record, record.inline, deserializeValues);
    yield `${JSON.stringify(record.name)}:${variable}`;
  }
}

/** The variables of instances as elements of an array. */
export async function* printedElements(
  variables: AsyncIterable<InstanceVariable>,
  { deserializeValues = true }: ListJsonOptions,
): AsyncGenerator<string> {
  for await (const { instanceId, record } of variables) {
    yield printVariableInstance(instanceId, record, record.inline, deserializeValues);
  }
}

/**
 * The variables of several instances.
 *
 * @param storage Where they are.
 * @param instanceIds Whose variables.
 * @param query Only those of this name; all but those of type Bytes.
 * @param search What finds them.
 */
export async function* variablesOf(
  storage: VariableStorage,
  instanceIds: AsyncIterable<string>,
  query: { readonly variableName: string | undefined; readonly omitBytes: boolean },
  search: Search,
): AsyncGenerator<InstanceVariable> {
  const { variableName, omitBytes } = query;
  for await (const instanceId of instanceIds) {
    for await (const record of recordsOf(storage, instanceId, variableName, search)) {
      if (!omitBytes || record.type !== "Bytes") yield { instanceId, record };
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
