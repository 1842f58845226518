import { shorten } from "../../errors/_shorten.ts";
import { LimitExceededError } from "../../errors/limit_exceeded_error.ts";
import { checkJson } from "../../json/_check_json.ts";
import { JsonSyntaxError } from "../../json/json_syntax_error.ts";
import { InvalidVariableError } from "../errors/invalid_variable_error.ts";
import { JavaJsonError } from "../java/java_json_error.ts";
import type { JavaTypes } from "../java/java_types.ts";
import { readJavaJson } from "../java/read_java_json.ts";
import { type Content, chunksOf, readBytes, sizeOf } from "../values/_content.ts";
import { convertScalar } from "../values/_convert_scalar.ts";
import { JSON_FORMAT, type VariableValue } from "../values/_variable_value.ts";
import type { ScalarValueType } from "../values/value_types.ts";
import { findDecoder } from "./_charset.ts";
import type { DataPart } from "./_collected_form.ts";
import { storedJson, storedText } from "./_text_content.ts";

/**
 * A String or Xml: text of any kind.
 *
 * @param type The REST name of the type.
 * @param data The part.
 * @param maxJsonBytes The limit of that name, for this and all values below.
 */
export async function readText(
  type: string,
  data: DataPart,
  maxJsonBytes: number,
): Promise<VariableValue> {
  const content = await storedText(limited(data, maxJsonBytes), charsetOf(data));
  return { type, valueInfo: {}, content };
}

/** A Json. It is checked as it comes out of its stage, without being held. */
export async function readJson(data: DataPart, maxJsonBytes: number): Promise<VariableValue> {
  const content = await storedJson(limited(data, maxJsonBytes), charsetOf(data));
  try {
    await checkJson(chunksOf(content));
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new InvalidVariableError("InvalidRequestException", error.message, { cause: error });
  }
  return { type: "Json", valueInfo: {}, content };
}

/** A scalar, parsed from text. */
export async function readScalar(
  type: ScalarValueType,
  data: DataPart,
  maxJsonBytes: number,
): Promise<VariableValue> {
  const bytes = await readBytes(limited(data, maxJsonBytes));
  // What is not of the charset becomes U+FFFD, which is in no value: it is refused like any other wrong text.
  const decoder = new TextDecoder(findDecoder(bytes, charsetOf(data)).encoding);
  const text = convertScalar(type, decoder.decode(bytes));
  return { type: type.name, valueInfo: {}, content: new TextEncoder().encode(text) };
}

/** An Object from the JSON of a named Java type: the deprecated part `type`. */
export async function readJavaObject(
  typeName: string,
  data: DataPart,
  { maxJsonBytes, javaTypes }: { readonly maxJsonBytes: number; readonly javaTypes: JavaTypes },
): Promise<VariableValue> {
  if (data.mediaType?.type !== JSON_FORMAT) {
    throw new InvalidVariableError(
      "InvalidRequestException",
      `Unrecognized content type for serialized java type: ${shorten(data.contentType ?? "null")} (send 'data' as application/json)`,
    );
  }
  const content = await storedJson(limited(data, maxJsonBytes), charsetOf(data));
  try {
    const { objectTypeName, isNull } = await readJavaJson(typeName, chunksOf(content), javaTypes);
    if (isNull) return { type: "Null", valueInfo: {}, content: null };
    const valueInfo = { objectTypeName, serializationDataFormat: JSON_FORMAT };
    return { type: "Object", valueInfo, content };
  } catch (error) {
    if (!(error instanceof JavaJsonError)) throw error;
    throw new InvalidVariableError(
      "InvalidRequestException",
      `Could not deserialize JSON object: ${error.message}`,
      { cause: error },
    );
  }
}

function charsetOf({ mediaType }: DataPart): string | undefined {
  return mediaType?.parameters.get("charset");
}

/** The content, if it is few enough bytes to be parsed. */
function limited({ content }: DataPart, maxJsonBytes: number): Content {
  if (sizeOf(content) <= maxJsonBytes) return content;
  throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "part 'data'");
}
