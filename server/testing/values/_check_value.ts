import { describeValue } from "../../../core/errors/_describe_value.ts";
import type { ValueType } from "../../../core/variables/values/value_types.ts";
import { byteContent } from "./_byte_content.ts";
import type { CheckedValue } from "./_checked_value.ts";
import { fileValue } from "./_file_value.ts";
import { objectValue } from "./_object_value.ts";
import { scalarBytes } from "./_scalar_bytes.ts";
import { jsonBytes, textBytes } from "./_text_bytes.ts";
import { type ValuePlace, wrongValue } from "./_wrong_value.ts";
import type { TestValueInfo } from "./test_value.ts";

/**
 * Makes of a plain value what is stored for its type.
 *
 * @param info Its value info. It has only members that the type has.
 * @throws {TypeError} If it is not a value of the type.
 */
export function checkValue(
  type: ValueType,
  value: unknown,
  info: TestValueInfo,
  place: ValuePlace,
): CheckedValue {
  if (type.name === "File") return fileValue(value, info, place);
  if (value === null) return { valueInfo: info, content: null };
  switch (type.stored) {
    case "scalar":
      return { valueInfo: {}, content: scalarBytes(type, value, place) };
    case "json":
      return { valueInfo: {}, content: jsonBytes(value, place) };
    case "serialized":
      return objectValue(value, info, place);
    case "bytes":
      return { valueInfo: {}, content: byteContent(value, place) };
    case "text":
      if (typeof value === "string") return { valueInfo: {}, content: textBytes(value, place) };
      throw wrongValue(place, `it is ${describeValue(value)}, not a text; write a string`);
    case "none":
      throw wrongValue(place, `it is ${describeValue(value)}, and a Null has no value; write null`);
  }
}
