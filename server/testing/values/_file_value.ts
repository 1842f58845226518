import { parseMediaType } from "../../../core/multipart/parse_media_type.ts";
import type { ValueInfo } from "../../../core/storage/storage.ts";
import { InvalidVariableError } from "../../../core/variables/errors/invalid_variable_error.ts";
import { fileValueInfo } from "../../../core/variables/values/_file_info.ts";
import { byteContent } from "./_byte_content.ts";
import type { CheckedValue } from "./_checked_value.ts";
import { type ValuePlace, wrongValue } from "./_wrong_value.ts";
import type { TestValueInfo } from "./test_value.ts";

const UTF8 = /^utf-?8$/i;

/**
 * Makes a File. What its value info lacks comes from the File or the Blob that holds its bytes.
 *
 * @throws {TypeError} If it has no name, or something in it is wrong.
 */
export function fileValue(value: unknown, info: TestValueInfo, place: ValuePlace): CheckedValue {
  const content = byteContent(value, place);
  const implied = value instanceof Blob ? infoOf(value, place) : {};
  const filename = info.filename ?? implied.filename;
  const mimeType = info.mimeType ?? implied.mimeType;
  const encoding = info.encoding ?? implied.encoding;
  if (filename === undefined) {
    throw wrongValue(
      place,
      'it is a File without a name; write "new File([content], \'a.txt\')", or { type: "File", value, valueInfo: { filename: "a.txt" } }',
    );
  }
  if (mimeType !== undefined) checkMediaType(mimeType, place);
  if (typeof value === "string" && encoding !== undefined && !UTF8.test(encoding)) {
    throw wrongValue(
      place,
      `its text would be stored in UTF-8, and its 'encoding' is '${encoding}'; write its bytes`,
    );
  }
  try {
    return { valueInfo: fileValueInfo({ filename, mimeType, encoding }), content };
  } catch (error) {
    if (!(error instanceof InvalidVariableError)) throw error;
    throw wrongValue(place, `${error.message}; write another name or type`);
  }
}

/** What a Blob says of itself. A type of which the charset is the only parameter is taken apart, as the engine has it. */
function infoOf(blob: Blob, place: ValuePlace): ValueInfo {
  const named = blob instanceof File ? { filename: blob.name } : {};
  if (blob.type === "") return named;
  const { type, parameters } = checkMediaType(blob.type, place);
  const charset = parameters.get("charset");
  if (charset === undefined || parameters.size > 1) return { ...named, mimeType: blob.type };
  return { ...named, mimeType: type, encoding: charset };
}

function checkMediaType(
  text: string,
  place: ValuePlace,
): NonNullable<ReturnType<typeof parseMediaType>> {
  const mediaType = parseMediaType(text);
  if (mediaType !== undefined) return mediaType;
  throw wrongValue(place, `its type '${text}' is no media type; write one, as in 'text/plain'`);
}
