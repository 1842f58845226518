import { shorten } from "../../errors/_shorten.ts";
import type { JsonValue } from "../../json/json_value.ts";
import { invalid } from "./_invalid.ts";

/** An object of JSON. */
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** Whether a value of JSON is an object. */
export function isObject(value: JsonValue): value is JsonObject {
  return value instanceof Map;
}

/**
 * Reads a text. As in the engine, numbers and Booleans are taken as their texts.
 *
 * @param path Where it stands in the body, for the message.
 * @param value The value.
 * @throws {InvalidQueryError} If it is an array or an object.
 */
export function textOf(path: string, value: JsonValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "object" && value !== null && "lexeme" in value) return value.lexeme;
  throw wrongMember(path, value, "a string");
}

/** Makes the error for a member of a wrong type, of which the engine says nothing. */
export function wrongMember(path: string, value: JsonValue, expected: string): Error {
  return invalid(`Cannot read '${path}' of the query: it is ${describe(value)}; give ${expected}`);
}

function describe(value: JsonValue): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return `'${shorten(value)}'`;
  if (Array.isArray(value)) return "an array";
  return "lexeme" in value ? shorten(String(value.lexeme)) : "an object";
}
