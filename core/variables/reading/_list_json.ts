import type { ListJsonOptions, VariableInstanceJsonQuery } from "../options/variable_options.ts";
import { printList } from "../to_json/_print_list.ts";
import { printVariable } from "../to_json/_print_variable.ts";
import { allVariables, listVariableInstances } from "./_list_variables.ts";
import type { ReadContext } from "./_read_context.ts";

/** The variables of an instance as pieces of one JSON object. */
export async function* listJson(
  instanceId: string,
  options: ListJsonOptions,
  context: ReadContext,
): AsyncGenerator<string, void, undefined> {
  yield* printList("{", members(instanceId, options, context), "}");
}

async function* members(
  instanceId: string,
  options: ListJsonOptions,
  context: ReadContext,
): AsyncGenerator<string> {
  const { deserializeValues = true, omitBytes = false } = options;
  for await (const record of await allVariables(instanceId, options, context)) {
    if (omitBytes && record.type === "Bytes") continue;
    const variable = printVariable(record, record.inline, deserializeValues);
    yield `${JSON.stringify(record.name)}:${variable}`;
  }
}

/** The variables of several instances as pieces of one JSON array. */
export async function* variableInstancesJson(
  query: VariableInstanceJsonQuery,
  context: ReadContext,
): AsyncGenerator<string, void, undefined> {
  yield* printList("[", elements(query, context), "]");
}

async function* elements(
  query: VariableInstanceJsonQuery,
  context: ReadContext,
): AsyncGenerator<string> {
  const { deserializeValues = true, omitBytes = false } = query;
  for await (const { instanceId, record } of listVariableInstances(query, omitBytes, context)) {
    yield printVariable(record, record.inline, deserializeValues, instanceId);
  }
}
