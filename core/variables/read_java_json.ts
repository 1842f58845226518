import { JsonSyntaxError } from "../json/json_syntax_error.ts";
import { checkJson } from "./_check_json.ts";
import { JavaShapeReader } from "./_java_shape_reader.ts";
import { JavaJsonError } from "./java_json_error.ts";
import { formatJavaTypeName, parseJavaTypeName } from "./java_type_name.ts";
import type { JavaTypes } from "./java_types.ts";

/** What is known of JSON that fits a Java type. */
export interface JavaJson {
  /** The canonical name of the type. */
  readonly objectTypeName: string;
  /** Whether the JSON is `null`. */
  readonly isNull: boolean;
}

/**
 * Checks that JSON can be read as a value of a Java type, down to the types of elements, keys and values. Nothing is
 * deserialized, and no class is loaded.
 *
 * @param typeName The type, as in `java.util.HashMap<java.lang.String,java.lang.Integer>`.
 * @param json The text, UTF-8.
 * @param types The classes that are known.
 * @returns The canonical name, and whether the value is `null`.
 * @throws {JavaJsonError} If the type is malformed or unknown, or the JSON is broken or of another shape.
 */
export function readJavaJson(typeName: string, json: Uint8Array, types: JavaTypes): JavaJson {
  try {
    const { reader, objectTypeName } = openReader(typeName, types);
    reader.write(json);
    reader.end();
    return { objectTypeName, isNull: reader.isNull };
  } catch (error) {
    throw toJavaJsonError(error);
  }
}

/**
 * Does as {@linkcode readJavaJson}, chunk by chunk. All others have turns in between.
 *
 * @param chunks The text, UTF-8.
 */
export async function readJavaChunks(
  typeName: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  types: JavaTypes,
): Promise<JavaJson> {
  try {
    const { reader, objectTypeName } = openReader(typeName, types);
    await checkJson(chunks, reader);
    return { objectTypeName, isNull: reader.isNull };
  } catch (error) {
    throw toJavaJsonError(error);
  }
}

function openReader(typeName: string, types: JavaTypes) {
  const name = parseJavaTypeName(typeName);
  const reader = new JavaShapeReader(types.shapeOf(name));
  return { reader, objectTypeName: formatJavaTypeName(name) };
}

function toJavaJsonError(error: unknown): unknown {
  if (error instanceof JsonSyntaxError) {
    const { offset, line, column } = error;
    return new JavaJsonError(error.message, { position: { offset, line, column }, cause: error });
  }
  if (error instanceof SyntaxError) return new JavaJsonError(error.message, { cause: error });
  return error;
}
