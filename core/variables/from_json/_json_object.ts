import { shorten } from "../../errors/_shorten.ts";
import { engineRefusal } from "../errors/_refusals.ts";
import {
  JAVA_FORMAT,
  JSON_FORMAT,
  type TypedContent,
  XML_FORMAT,
} from "../values/_typed_content.ts";
import { encodeJsonText, encodeText } from "./_json_content.ts";
import { type JsonValueInfo, readInfoText } from "./_json_variable_info.ts";

/**
 * Reads an Object in JSON. Its serialized form is stored as it is. Any class name is accepted, since no class is ever loaded.
 *
 * @param name The variable's name, for messages.
 * @param text The serialized form; `null` for the typed null.
 * @param info The member `valueInfo`.
 * @throws {InvalidVariableError} If the format is neither JSON nor XML, the class name is missing, or the text is not JSON though
 * its format is.
 */
export async function readJsonObject(
  name: string,
  text: string | null,
  info: JsonValueInfo | undefined,
): Promise<TypedContent> {
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

/** Prints an Object as the engine's class `ObjectValueImpl` does in its messages. */
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
