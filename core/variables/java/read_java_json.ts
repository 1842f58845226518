import { checkJson } from "../../json/_check_json.ts";
import { JsonSyntaxError } from "../../json/json_syntax_error.ts";
import { JavaShapeReader } from "./_java_shape_reader.ts";
import { JavaJsonError } from "./java_json_error.ts";
import { formatJavaTypeName, parseJavaTypeName } from "./java_type_name.ts";
import type { JavaTypes } from "./java_types.ts";

/** The facts about JSON that fits a Java type. */
export interface JavaJson {
  /** The canonical name of the type. */
  readonly objectTypeName: string;
  /** Whether the JSON is `null`. */
  readonly isNull: boolean;
}

/**
 * Checks that JSON is a value of a Java type, down to the types of elements, keys and values. Nothing is deserialized, and no class
 * is loaded.
 *
 * @param typeName The type, such as `java.util.HashMap<java.lang.String,java.lang.Integer>`.
 * @param json Bytes of UTF-8, in chunks. Other work gets a turn between them.
 * @param types The known classes.
 * @returns The canonical name, and whether the value is `null`.
 * @throws {JavaJsonError} If the type name is malformed or unknown, the text is not JSON, or the JSON has another shape.
 */
export async function readJavaJson(
  typeName: string,
  json: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  types: JavaTypes,
): Promise<JavaJson> {
  try {
    const name = parseJavaTypeName(typeName);
    const reader = new JavaShapeReader(types.shapeOf(name));
    await checkJson(json, reader);
    return { objectTypeName: formatJavaTypeName(name), isNull: reader.isNull };
  } catch (error) {
    throw toJavaJsonError(error);
  }
}

function toJavaJsonError(error: unknown): unknown {
  if (error instanceof JsonSyntaxError) {
    const { offset, line, column } = error;
    return new JavaJsonError(error.message, { position: { offset, line, column }, cause: error });
  }
  if (error instanceof SyntaxError) return new JavaJsonError(error.message, { cause: error });
  return error;
}
