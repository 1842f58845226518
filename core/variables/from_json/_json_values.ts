import { decodeBase64 } from "../../base64/_decode_base64.ts";
import type { ShallowJson } from "../../json/shallow_json.ts";
import { mustBeText, refusal, unconvertible } from "../errors/_refusals.ts";
import type { Content } from "../values/_content.ts";
import { convertScalar } from "../values/_convert_scalar.ts";
import type { TypedContent } from "../values/_typed_content.ts";
import type { ScalarValueType } from "../values/value_types.ts";
import { encodeJsonText, encodeText } from "./_json_content.ts";

/** The text of a string, boolean or number; `undefined` for null, arrays and objects. */
function plainText(value: ShallowJson): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  return value !== null && "lexeme" in value ? value.lexeme : undefined;
}

/** Reads a scalar from a number, a boolean, or a string that holds one. `""` and `"null"` give a typed null, as `null` does. */
export function readJsonScalar(
  type: ScalarValueType,
  value: ShallowJson,
  typeName: string,
): TypedContent {
  const { name } = type;
  if (value === null || value === "" || value === "null") {
    return { type: name, valueInfo: {}, content: null };
  }
  const text = plainText(value);
  if (text === undefined) throw unconvertible(value, typeName, type.javaType);
  return { type: name, valueInfo: {}, content: encodeText(convertScalar(type, text, typeName)) };
}

/** Reads a String from a string, or from the text of a number or boolean. */
export function readJsonString(value: ShallowJson, typeName: string): TypedContent {
  if (value === null) return { type: "String", valueInfo: {}, content: null };
  const text = plainText(value);
  if (text === undefined) throw unconvertible(value, typeName, "java.lang.String");
  return { type: "String", valueInfo: {}, content: encodeText(text) };
}

/** Reads a Json or Xml from a string. The text of a Json must be JSON. */
export async function readSpinText(
  type: "Json" | "Xml",
  value: ShallowJson,
  typeName: string,
): Promise<TypedContent> {
  const text = readSerializedText(value, typeName);
  if (text === null) return { type, valueInfo: {}, content: null };
  const content = type === "Json" ? await encodeJsonText(text, typeName) : encodeText(text);
  return { type, valueInfo: {}, content };
}

/** Reads the text of a type that the engine calls serializable. Throws the engine's error for anything but a string or `null`. */
export function readSerializedText(value: ShallowJson, typeName: string): string | null {
  if (value === null || typeof value === "string") return value;
  throw mustBeText(typeName);
}

/** Reads a Null, which must be `null`. */
export function readJsonNull(value: ShallowJson, typeName: string): TypedContent {
  if (value === null) return { type: "Null", valueInfo: {}, content: null };
  throw unconvertible(value, typeName, "javax.lang.model.type.NullType");
}

/** Reads a Bytes from base64, or from bytes. */
export function readJsonBytes(value: ShallowJson | Content, typeName: string): TypedContent {
  if (isContent(value)) return { type: "Bytes", valueInfo: {}, content: value };
  if (value === null) return { type: "Bytes", valueInfo: {}, content: null };
  const content = typeof value === "string" ? decodeBase64(value) : undefined;
  if (content === undefined) throw unconvertible(value, typeName, "[B");
  return { type: "Bytes", valueInfo: {}, content };
}

/** Reads the content of a File from base64, or from bytes. A File must have a content. */
export function readJsonFileContent(value: ShallowJson | Content, typeName: string): Content {
  if (isContent(value)) return value;
  if (typeof value !== "string") {
    throw refusal("Provided value is not of File, InputStream or byte[] type.");
  }
  const content = decodeBase64(value);
  if (content === undefined) throw unconvertible(value, typeName, "[B");
  return content;
}

function isContent(value: ShallowJson | Content): value is Content {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof Uint8Array || "discard" in value;
}
