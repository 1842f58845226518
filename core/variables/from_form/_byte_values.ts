import { InvalidVariableError } from "../errors/invalid_variable_error.ts";
import { readJavaStreamClassName } from "../java/read_java_stream_class_name.ts";
import { type Content, readBytes, sizeOf } from "../values/_content.ts";
import { fileValueInfo } from "../values/_file_info.ts";
import { JAVA_FORMAT, JSON_FORMAT, type TypedContent } from "../values/_typed_content.ts";
import type { DataPart } from "./_collected_form.ts";

const DEFAULT_MIME_TYPE = "application/octet-stream";

/** Number of bytes of a Java serialization stream in which its first class descriptor is looked for. */
const STREAM_HEAD_BYTES = 16_384;

/**
 * Makes a Bytes of `data` in a form without a type.
 *
 * @param data The part.
 * @param hint Text to add to the message: what the sender may have meant.
 * @throws {InvalidVariableError} If the part is JSON, which needs a type.
 */
export function readUntyped({ mediaType, content }: DataPart, hint: string): TypedContent {
  if (mediaType?.type !== JSON_FORMAT) return { type: "Bytes", valueInfo: {}, content };
  throw new InvalidVariableError(
    "InvalidRequestException",
    `Form part with name 'type' is missing, which 'data' of type application/json needs: to store it as it is, send valueType=Bytes (or File, Json)${hint}`,
  );
}

/**
 * Makes a File with the file name and the media type of the part.
 *
 * @param data The part.
 * @param defaultFilename The file name to use if the part has none; `undefined` if a File must have one. If it is given, the
 * parameter `charset` is stored as the encoding, too.
 * @throws {InvalidVariableError} If the media type is invalid, or the file name is missing or invalid.
 */
export function readFile(
  { filename, contentType, mediaType, content }: DataPart,
  defaultFilename: string | undefined,
): TypedContent {
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

/** Makes an Object of a Java serialization stream. Any bytes are accepted, since they are never deserialized. */
export async function readSerialized(content: Content): Promise<TypedContent> {
  const objectTypeName = readJavaStreamClassName(await readBytes(content, STREAM_HEAD_BYTES));
  const format = { serializationDataFormat: JAVA_FORMAT };
  const valueInfo = objectTypeName === undefined ? format : { objectTypeName, ...format };
  return { type: "Object", valueInfo, content };
}

/**
 * Makes a Null. The part must be empty.
 *
 * @throws {InvalidVariableError} If it is not empty.
 */
export function readNull({ content }: DataPart): TypedContent {
  const size = sizeOf(content);
  if (size === 0) return { type: "Null", valueInfo: {}, content: null };
  throw new InvalidVariableError(
    "InvalidRequestException",
    `Cannot set a value of type 'Null': part 'data' must be empty, it has ${size} bytes`,
  );
}
