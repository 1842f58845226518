import { encodeBase64 } from "../../base64/_encode_base64.ts";
import { JsonSyntaxError } from "../../json/json_syntax_error.ts";
import { JsonTokenizer } from "../../json/json_tokenizer.ts";
import type { VariableRecord } from "../../storage/storage.ts";
import { JAVA_FORMAT, JSON_FORMAT } from "../values/_typed_content.ts";
import { findValueType, type ScalarValueType } from "../values/value_types.ts";

/** A type and values that are not numbers in JSON, and are printed as strings. */
const QUOTED: ReadonlySet<string> = new Set(["Date", "NaN", "Infinity", "-Infinity"]);

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Whether the JSON of a variable shows its content. That of a File never does. As in the engine, that of Bytes does not if it has the ids of
 * what the variable belongs to.
 *
 * @param record The variable.
 * @param hasPlace Whether the JSON has these ids.
 */
export function showsContent({ type, isNull }: VariableRecord, hasPlace: boolean): boolean {
  return type !== "File" && !isNull && !(hasPlace && type === "Bytes");
}

/**
 * Prints a value as JSON. The result is always JSON, whatever the storage holds: a value that does not fit its type becomes a
 * string.
 *
 * @param record The variable of the value.
 * @param content The value's bytes.
 * @param deserialize Whether a JSON value becomes a part of the printed JSON, and not a string.
 */
export function printValue(
  { type: typeName, valueInfo }: VariableRecord,
  content: Uint8Array,
  deserialize: boolean,
): string {
  const type = findValueType(typeName);
  const format = valueInfo.serializationDataFormat;
  switch (type?.stored) {
    case "scalar":
      return printScalar(type, decoder.decode(content));
    case "text":
      return printText(content);
    case "json":
      return printJson(content, deserialize);
    case "serialized":
      if (format === JSON_FORMAT) return printJson(content, deserialize);
      return format === JAVA_FORMAT ? printBytes(content) : printText(content);
    case "none":
      return "null";
    default:
      return printBytes(content);
  }
}

function printScalar(type: ScalarValueType, text: string): string {
  const isPlain = type.parse(text) === text && !QUOTED.has(type.name) && !QUOTED.has(text);
  return isPlain ? text : JSON.stringify(text);
}

function printText(content: Uint8Array): string {
  return JSON.stringify(decoder.decode(content));
}

function printBytes(content: Uint8Array): string {
  return `"${encodeBase64(content)}"`;
}

function printJson(content: Uint8Array, deserialize: boolean): string {
  return deserialize && isJson(content) ? decoder.decode(content) : printText(content);
}

function isJson(content: Uint8Array): boolean {
  // A byte order mark is allowed only at the start of a text, and this value would stand within other text.
  if (content[0] === 0xef) return false;
  const tokenizer = new JsonTokenizer({});
  try {
    tokenizer.write(content);
    tokenizer.end();
    return true;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false;
    throw error;
  }
}
