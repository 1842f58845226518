import type { ListJsonOptions } from "../options/variable_options.ts";
import { printList } from "../to_json/_print_list.ts";
import { printVariable } from "../to_json/_print_variable.ts";
import { allVariables } from "./_list_variables.ts";
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
