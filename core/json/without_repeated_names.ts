import { formatJson } from "./format_json.ts";
import { JsonTokenizer } from "./json_tokenizer.ts";
import { JsonValueBuilder } from "./json_value_builder.ts";

/**
 * Removes the members that a later member of the same name replaces: the last one counts.
 *
 * @param source JSON without errors.
 * @returns JSON without repeated names.
 * @throws {JsonSyntaxError} If it has more than 100,000 values.
 */
export function withoutRepeatedNames(source: string): string {
  const builder = new JsonValueBuilder(() => tokenizer.position);
  const tokenizer: JsonTokenizer = new JsonTokenizer(builder);
  tokenizer.write(new TextEncoder().encode(source));
  tokenizer.end();
  return builder.value === undefined ? source : formatJson(builder.value);
}
