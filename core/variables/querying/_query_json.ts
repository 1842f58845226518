import type { VariableJsonQuery } from "../options/variable_query.ts";
import type { ReadContext } from "../reading/_read_context.ts";
import { printList } from "../to_json/_print_list.ts";
import { printVariable } from "../to_json/_print_variable.ts";
import { findVariables } from "./_find_variables.ts";

/** The variables of any instances as pieces of one JSON array. */
export async function* queryJson(
  query: VariableJsonQuery,
  context: ReadContext,
): AsyncGenerator<string, void, undefined> {
  yield* printList("[", elements(query, context), "]");
}

async function* elements(query: VariableJsonQuery, context: ReadContext): AsyncGenerator<string> {
  const { deserializeValues = true } = query;
  for await (const { instanceId, record } of findVariables(query, context)) {
    yield printVariable(record, record.inline, deserializeValues, instanceId);
  }
}
