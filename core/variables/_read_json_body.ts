import { JsonTokenizer } from "../json/json_tokenizer.ts";
import type { JsonValue } from "../json/json_value.ts";
import { JsonValueBuilder } from "../json/json_value_builder.ts";
import { LimitExceededError } from "../limits.ts";
import type { ByteSource } from "../multipart/byte_source.ts";
import { BodySource } from "./_body_source.ts";

/**
 * Reads a whole body of JSON. If that fails, it is ended.
 *
 * @param body The bytes.
 * @param maxJsonBytes The limit of that name.
 * @throws {JsonSyntaxError} If it is no JSON.
 * @throws {LimitExceededError} If it is too much.
 * @throws What the body throws, as it is.
 */
export async function readJsonBody(
  body: ByteSource,
  maxJsonBytes: number,
): Promise<JsonValue | undefined> {
  const builder = new JsonValueBuilder(() => tokenizer.position);
  const tokenizer: JsonTokenizer = new JsonTokenizer(builder);
  let size = 0;
  const source = new BodySource(body, {
    write(chunk) {
      size += chunk.length;
      if (size > maxJsonBytes) {
        throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "the request body");
      }
      tokenizer.write(chunk);
    },
    end: () => tokenizer.end(),
  });
  try {
    while (await source.feed());
  } catch (error) {
    await source.end();
    throw error;
  }
  return builder.value;
}
