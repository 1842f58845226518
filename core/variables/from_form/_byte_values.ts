import { InvalidVariableError } from "../errors/invalid_variable_error.ts";
import { readJavaStreamClassName } from "../java/read_java_stream_class_name.ts";
import { readBytes, sizeOf } from "../values/_content.ts";
import { fileValueInfo } from "../values/_file_info.ts";
import { JAVA_FORMAT, JSON_FORMAT, type VariableValue } from "../values/_variable_value.ts";
import type { DataPart } from "./_collected_form.ts";

const DEFAULT_MIME_TYPE = "application/octet-stream";

/** A class descriptor is within this many bytes of a Java serialization stream, or it is none of ours. */
const STREAM_HEAD_BYTES = 16_384;

/**
 * `data` that no other part says anything about.
 *
 * @param data The part.
 * @param hint What the sender may have meant, to follow the message.
 */
export function readUntyped({ mediaType, content }: DataPart, hint: string): VariableValue {
  if (mediaType?.type !== JSON_FORMAT) return { type: "Bytes", valueInfo: {}, content };
  throw new InvalidVariableError(
    "InvalidRequestException",
    `Form part with name 'type' is missing, which 'data' of type application/json needs: to store it as it is, send valueType=Bytes (or File, Json)${hint}`,
  );
}

/**
 * A File: named by the part, and typed by it.
 *
 * @param data The part.
 * @param defaultFilename The file name of a File that has none, if it may have none. Then its `charset` is kept, too.
 */
export function readFile(
  { filename, contentType, mediaType, content }: DataPart,
  defaultFilename: string | undefined,
): VariableValue {
  if (contentType !== undefined && mediaType === undefined) {
    throw new InvalidVariableError("RestException", "Invalid mime type given");
  }
  const charset = defaultFilename === undefined ? undefined : mediaType?.parameters.get("charset");
  const valueInfo = fileValueInfo({
    filename: filename || defaultFilename,
    mimeType: mediaType?.type ?? DEFAULT_MIME_TYPE,
    encoding: mediaType?.parameters.get("encoding") ?? charset,
  });
  return { type: "File", valueInfo, content };
}

/** An Object from a Java serialization stream. Its bytes may be any: they are never deserialized. */
export async function readSerialized({ content }: DataPart): Promise<VariableValue> {
  const objectTypeName = readJavaStreamClassName(await readBytes(content, STREAM_HEAD_BYTES));
  const format = { serializationDataFormat: JAVA_FORMAT };
  const valueInfo = objectTypeName === undefined ? format : { objectTypeName, ...format };
  return { type: "Object", valueInfo, content };
}

/** The typed null: `data` has to be there, and empty. */
export function readNull({ content }: DataPart): VariableValue {
  const size = sizeOf(content);
  if (size === 0) return { type: "Null", valueInfo: {}, content: null };
  throw new InvalidVariableError(
    "InvalidRequestException",
    `Cannot set a value of type 'Null': part 'data' must be empty, it has ${size} bytes`,
  );
}
