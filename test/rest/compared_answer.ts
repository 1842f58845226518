import { formatJson } from "../../core/json/format_json.ts";
import { JsonSyntaxError } from "../../core/json/json_syntax_error.ts";
import type { JsonValue } from "../../core/json/json_value.ts";
import type { WireAnswer } from "../server/_client.ts";
import { parseJson } from "./parse_json.ts";
import { type ComparedAnswer, INSTANCE } from "./rest_case.ts";

const DATE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})([+-]\d\d)(\d\d)$/;

/** Keeps of an answer what is compared. */
export function comparedAnswer(
  { status, headers, body }: WireAnswer,
  instanceId: string,
): ComparedAnswer {
  const contentType = headers["content-type"]?.toLowerCase().replaceAll(" ", "");
  const disposition = headers["content-disposition"];
  const isJson = contentType === "application/json" && body.length > 0;
  return {
    status,
    ...(contentType !== undefined && { contentType }),
    ...(disposition !== undefined && { disposition }),
    body: isJson ? comparedJson(body, instanceId) : body.toString("latin1"),
  };
}

/**
 * JSON in the form in which it is compared: numbers as written, members in the order of their names, dates in UTC, a
 * placeholder for the instance's id, no id of a variable, and no `code` of an error.
 *
 * @param source What is no JSON stays as it is.
 */
export function comparedJson(source: string | Uint8Array, instanceId: string = INSTANCE): string {
  try {
    return formatJson(compared(parseJson(source), instanceId));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return Buffer.from(source).toString("latin1");
    throw error;
  }
}

function compared(value: JsonValue, instanceId: string): JsonValue {
  if (typeof value === "string") return inUtc(value.replaceAll(instanceId, INSTANCE));
  if (value instanceof Map) return comparedObject(value, instanceId);
  return Array.isArray(value) ? value.map((each) => compared(each, instanceId)) : value;
}

function comparedObject(
  members: ReadonlyMap<string, JsonValue>,
  instanceId: string,
): ReadonlyMap<string, JsonValue> {
  const left = new Map([...members].sort(([a], [b]) => (a < b ? -1 : 1)));
  if (left.has("message")) left.delete("code");
  if (left.has("processInstanceId"))
    for (const name of ["id", "processDefinitionId"]) left.delete(name);
  return new Map(
    [...left].map(([name, member]) => [
      name.replaceAll(instanceId, INSTANCE),
      compared(member, instanceId),
    ]),
  );
}

/** A date as the engine prints it, in the zone of its server. */
export function inUtc(text: string): string {
  const [, local, hours, minutes] = DATE.exec(text) ?? [];
  if (local === undefined) return text;
  return new Date(`${local}${hours}:${minutes}`).toISOString().replace("Z", "+0000");
}
