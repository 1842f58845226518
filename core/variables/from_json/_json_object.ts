import { shorten } from "../../errors/_shorten.ts";
import { engineRefusal } from "../errors/_refusals.ts";
import {
  JAVA_FORMAT,
  JSON_FORMAT,
  type VariableValue,
  XML_FORMAT,
} from "../values/_variable_value.ts";
import { encodeJsonText, encodeText } from "./_json_content.ts";
import { type JsonValueInfo, readInfoText } from "./_json_variable_info.ts";

/**
 * An Object in JSON: its serialized form, which is kept as it is. The class may be any, since it is never looked for.
 *
 * @param name The variable's name, for messages.
 * @param text The serialized form.
 * @param info The member `valueInfo`.
 * @throws {InvalidVariableError} If the format is not JSON or XML, no class is named, or the JSON is none.
 */
export async function readJsonObject(
  name: string,
  text: string | null,
  info: JsonValueInfo | undefined,
): Promise<VariableValue> {
  const format = readInfoText(info, "serializationDataFormat") ?? undefined;
  const objectTypeName = readInfoText(info, "objectTypeName") ?? undefined;
  if (format === JAVA_FORMAT) {
    throw engineRefusal(
      `ENGINE-17007 Cannot set variable with name ${shorten(name)}. Java serialization format is prohibited`,
    );
  }
  const isKnown = format === JSON_FORMAT || format === XML_FORMAT;
  if (!isKnown && (text !== null || format !== undefined)) {
    const described = describe(format, objectTypeName, text);
    throw engineRefusal(`Cannot find serializer for value '${described}'.`);
  }
  if (objectTypeName === undefined && text !== null) {
    throw engineRefusal(
      `Cannot write serialized value for variable '${shorten(name)}': no 'objectTypeName' provided for non-null value.`,
    );
  }
  const valueInfo = {
    ...(objectTypeName !== undefined && { objectTypeName }),
    ...(format !== undefined && { serializationDataFormat: format }),
  };
  return { type: "Object", valueInfo, content: text === null ? null : await encode(text, format) };
}

function encode(text: string, format: string | undefined): Uint8Array | Promise<Uint8Array> {
  return format === JSON_FORMAT ? encodeJsonText(text, "Object") : encodeText(text);
}

/** As the engine's class prints itself. */
function describe(
  format: string | undefined,
  objectTypeName: string | undefined,
  text: string | null,
): string {
  const members = [
    "value=null",
    "isDeserialized=false",
    `serializationDataFormat=${shorten(format ?? "null")}`,
    `objectTypeName=${shorten(objectTypeName ?? "null")}`,
    `serializedValue=${text === null ? "null" : `${text.length} chars`}`,
    "isTransient=false",
  ];
  return `ObjectValue [${members.join(", ")}]`;
}
