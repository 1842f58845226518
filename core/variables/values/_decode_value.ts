import type { VariableRecord } from "../../storage/storage.ts";
import { JAVA_FORMAT } from "./_typed_content.ts";
import { findValueType, type ScalarValueType } from "./value_types.ts";
import type { VariableValue } from "./variable_value.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Turns the content of a variable into a value of JavaScript. A content that does not fit its type becomes text; only another
 * program can have stored it. A content of an unknown type becomes bytes.
 *
 * @param record The variable's type and value info. It is not a typed null.
 * @param content Its content. It is copied if the value is bytes.
 */
export function decodeValue(
  { type: typeName, valueInfo }: Pick<VariableRecord, "type" | "valueInfo">,
  content: Uint8Array,
): VariableValue {
  const type = findValueType(typeName);
  switch (type?.stored) {
    case "scalar":
      return decodeScalar(type, decoder.decode(content));
    case "text":
    case "json":
      return decoder.decode(content);
    case "serialized":
      if (valueInfo.serializationDataFormat !== JAVA_FORMAT) return decoder.decode(content);
      break;
    case "none":
      return null;
  }
  // Not `slice`, which of a Buffer makes a view.
  return new Uint8Array(content);
}

function decodeScalar(type: ScalarValueType, text: string): VariableValue {
  return type.parse(text) === text ? type.decode(text) : text;
}
