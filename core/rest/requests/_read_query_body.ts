import type { Context } from "../_context.ts";
import { isObject, type JsonObject } from "./_body_members.ts";
import { invalid } from "./_invalid.ts";
import { jsonBody } from "./_json_body.ts";
import { readJsonValue } from "./_read_json_value.ts";

/**
 * Reads the body of a search: a JSON object. An empty body is `{}`, as in the engine.
 *
 * @throws {InvalidQueryError} If it is not a JSON object. The message says where.
 * @throws {LimitExceededError} If it exceeds `maxJsonBytes`.
 * @throws {OverloadedError} If other bodies of searches have taken all of `maxHeldJsonBytes` for 5 s.
 * @throws {RestError} 415 if it has another media type.
 */
export async function readQueryBody(context: Context): Promise<JsonObject> {
  const value = await readJsonValue(context, jsonBody(context.request));
  if (isObject(value)) return value;
  throw invalid("Cannot read the query: the body is JSON, but not an object");
}
