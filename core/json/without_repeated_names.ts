import { formatJson } from "./format_json.ts";
import { JsonTokenizer } from "./json_tokenizer.ts";
import { JsonValueBuilder } from "./json_value_builder.ts";

/**
 * The source of a JSON value without the members that one of the same name follows: the last counts.
 *
 * @param source JSON.
 * @throws {JsonSyntaxError} If it has more values than can be held apart.
 */
export function withoutRepeatedNames(source: string): string {
  const builder = new JsonValueBuilder(() => tokenizer.position);
  const tokenizer: JsonTokenizer = new JsonTokenizer(builder);
  tokenizer.write(new TextEncoder().encode(source));
  tokenizer.end();
  return builder.value === undefined ? source : formatJson(builder.value);
}
