import { JsonTokenizer } from "../../core/json/json_tokenizer.ts";
import type { JsonValue } from "../../core/json/json_value.ts";
import { JsonValueBuilder } from "../../core/json/json_value_builder.ts";

/**
 * Reads JSON whose numbers keep their digits.
 *
 * @throws JsonSyntaxError if it is none.
 */
export function parseJson(source: string | Uint8Array): JsonValue {
  const handler: JsonValueBuilder = new JsonValueBuilder(() => tokenizer.position);
  const tokenizer: JsonTokenizer = new JsonTokenizer(handler);
  tokenizer.write(Buffer.from(source));
  tokenizer.end();
  return handler.value ?? null;
}
