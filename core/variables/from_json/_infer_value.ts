import { shorten } from "../../errors/_shorten.ts";
import type { ShallowJson } from "../../json/shallow_json.ts";
import { refusal } from "../errors/_refusals.ts";
import { JSON_FORMAT, type TypedContent } from "../values/_typed_content.ts";
import { findValueType } from "../values/value_types.ts";
import { encodeText } from "./_json_content.ts";

/**
 * Infers the type of a value in JSON that has none, by the engine's rules. The engine makes Java collections of arrays and objects;
 * here they are stored as JSON, with the names of these collections.
 *
 * @throws {InvalidVariableError} If it is a number that no type holds, or a text that is not well-formed Unicode.
 */
export function inferValue(value: ShallowJson): TypedContent {
  if (value === null) return { type: "Null", valueInfo: {}, content: null };
  if (typeof value === "string") {
    return { type: "String", valueInfo: {}, content: encodeText(value) };
  }
  if (typeof value === "boolean") {
    return { type: "Boolean", valueInfo: {}, content: encodeText(String(value)) };
  }
  if ("lexeme" in value) return inferNumber(value.lexeme);
  const objectTypeName =
    value.kind === "object" ? "java.util.LinkedHashMap" : "java.util.ArrayList";
  const valueInfo = { objectTypeName, serializationDataFormat: JSON_FORMAT };
  return { type: "Object", valueInfo, content: encodeText(value.source) };
}

/** Finds the first type that holds the number: Integer or Long for a whole number, else Double. */
function inferNumber(lexeme: string): TypedContent {
  const isWhole = /^-?[0-9]+$/.test(lexeme);
  for (const name of isWhole ? ["Integer", "Long"] : ["Double"]) {
    const type = findValueType(name);
    const text = type?.stored === "scalar" ? type.parse(lexeme) : undefined;
    if (text !== undefined) return { type: name, valueInfo: {}, content: encodeText(text) };
  }
  throw refusal(
    `Cannot infer the type of value '${shorten(lexeme)}': it is too great for a ${isWhole ? "Long" : "Double"}`,
  );
}
