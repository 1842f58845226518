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
import { JSON_FORMAT, type TypedContent } from "../values/_typed_content.ts";
import type { ScalarValueType } from "../values/value_types.ts";
import { findDecoder } from "./_charset.ts";
import type { DataPart } from "./_collected_form.ts";
import { storedJson, storedText } from "./_text_content.ts";

/**
 * Makes a String or Xml of any text.
 *
 * @param type Name of the type in the REST API.
 * @param data The part.
 * @param maxJsonBytes The limit `maxJsonBytes`.
 */
export async function readText(
  type: string,
  data: DataPart,
  maxJsonBytes: number,
): Promise<TypedContent> {
  const content = await storedText(limited(data, maxJsonBytes), charsetOf(data));
  return { type, valueInfo: {}, content };
}

/** Makes a Json. If the text is staged, it is checked chunk by chunk and not held in memory. */
export async function readJson(data: DataPart, maxJsonBytes: number): Promise<TypedContent> {
  const content = await storedJson(limited(data, maxJsonBytes), charsetOf(data));
  try {
    await checkJson(chunksOf(content));
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new InvalidVariableError("InvalidRequestException", error.message, { cause: error });
  }
  return { type: "Json", valueInfo: {}, content };
}

/** Makes a scalar of its text. */
export async function readScalar(
  type: ScalarValueType,
  data: DataPart,
  maxJsonBytes: number,
): Promise<TypedContent> {
  const bytes = await readBytes(limited(data, maxJsonBytes));
  // Bytes that are not in the charset become U+FFFD. No scalar has this character, so the text is refused like any other wrong
  // text.
  const decoder = new TextDecoder(findDecoder(bytes, charsetOf(data)).encoding);
  const text = convertScalar(type, decoder.decode(bytes));
  return { type: type.name, valueInfo: {}, content: new TextEncoder().encode(text) };
}

/** Makes an Object of JSON for the Java type that the deprecated part `type` names. */
export async function readJavaObject(
  typeName: string,
  data: DataPart,
  { maxJsonBytes, javaTypes }: { readonly maxJsonBytes: number; readonly javaTypes: JavaTypes },
): Promise<TypedContent> {
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

/** Returns the content if it is small enough to be parsed, else throws a `LimitExceededError`. */
function limited({ content }: DataPart, maxJsonBytes: number): Content {
  if (sizeOf(content) <= maxJsonBytes) return content;
  throw new LimitExceededError("maxJsonBytes", maxJsonBytes, "part 'data'");
}
