import { describeValue } from "../../../core/errors/_describe_value.ts";
import { readJavaStreamClassName } from "../../../core/variables/java/read_java_stream_class_name.ts";
import {
  JAVA_FORMAT,
  JSON_FORMAT,
  XML_FORMAT,
} from "../../../core/variables/values/_typed_content.ts";
import { bytesOf } from "./_byte_content.ts";
import type { CheckedValue } from "./_checked_value.ts";
import { jsonBytes, textBytes } from "./_text_bytes.ts";
import { type ValuePlace, wrongValue } from "./_wrong_value.ts";
import type { TestValueInfo } from "./test_value.ts";

/**
 * Makes an Object of plain JavaScript, of its serialized text, or of a Java serialization stream.
 *
 * @throws {TypeError} If its class is not known, or the value does not fit its format.
 */
export function objectValue(value: unknown, info: TestValueInfo, place: ValuePlace): CheckedValue {
  const stream = bytesOf(value);
  const format = info.serializationDataFormat ?? (stream === undefined ? JSON_FORMAT : JAVA_FORMAT);
  if ((format === JAVA_FORMAT) !== (stream !== undefined)) {
    throw wrongValue(
      place,
      `it is ${describeValue(value)} in the format '${format}'; write bytes for '${JAVA_FORMAT}', and no bytes for another one`,
    );
  }
  const objectTypeName = info.objectTypeName ?? classNameOf(value, stream);
  if (stream !== undefined) {
    const named = objectTypeName === undefined ? {} : { objectTypeName };
    return { valueInfo: { ...named, serializationDataFormat: format }, content: stream };
  }
  if (objectTypeName === undefined) {
    throw wrongValue(
      place,
      `it is an Object without a class; write valueInfo: { objectTypeName: "java.util.ArrayList" }`,
    );
  }
  const content = serialize(value, format, place);
  return { valueInfo: { objectTypeName, serializationDataFormat: format }, content };
}

function classNameOf(value: unknown, stream: Uint8Array | undefined): string | undefined {
  if (stream !== undefined) return readJavaStreamClassName(stream);
  if (typeof value !== "object") return undefined;
  return Array.isArray(value) ? "java.util.ArrayList" : "java.util.LinkedHashMap";
}

function serialize(value: unknown, format: string, place: ValuePlace): Uint8Array {
  if (format === JSON_FORMAT) return jsonBytes(value, place);
  if (format === XML_FORMAT && typeof value === "string") return textBytes(value, place);
  throw wrongValue(
    place,
    format === XML_FORMAT
      ? `it is ${describeValue(value)} in the format '${format}'; write its text`
      : `there is no format '${format}'; write '${JSON_FORMAT}', '${XML_FORMAT}' or '${JAVA_FORMAT}'`,
  );
}
