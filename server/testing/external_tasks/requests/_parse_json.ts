import { JsonTokenizer } from "../../../../core/json/json_tokenizer.ts";
import type { JsonValue } from "../../../../core/json/json_value.ts";
import { JsonValueBuilder } from "../../../../core/json/json_value_builder.ts";

/** Reads JSON that is known to be correct. Numbers keep their digits. */
export function parseJson(source: string): JsonValue {
  const builder: JsonValueBuilder = new JsonValueBuilder(() => tokenizer.position);
  const tokenizer: JsonTokenizer = new JsonTokenizer(builder);
  tokenizer.write(new TextEncoder().encode(source));
  tokenizer.end();
  return builder.value ?? null;
}
