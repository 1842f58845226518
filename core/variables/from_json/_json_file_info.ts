import { shorten } from "../../errors/_shorten.ts";
import { parseMediaType } from "../../multipart/parse_media_type.ts";
import type { ValueInfo } from "../../storage/storage.ts";
import { refusal } from "../errors/_refusals.ts";
import type { InvalidVariableError } from "../errors/invalid_variable_error.ts";
import { fileValueInfo } from "../values/_file_info.ts";
import { type JsonValueInfo, readInfoText } from "./_json_variable_info.ts";

/** The value info of a File in JSON. */
export interface JsonFileInfo {
  readonly valueInfo: ValueInfo;
  /** Hints for the log: what the sender may have meant in another way. */
  readonly hints: readonly string[];
}

/**
 * Reads the value info of a File. An empty media type or encoding counts as missing, since browsers send them empty.
 *
 * @param info The member `valueInfo`.
 * @param defaultName The file name to use if there is none; `undefined` if a File must have one. If it is given, `mimetype` is
 * taken for `mimeType`, too.
 * @throws {InvalidVariableError} If it is missing or invalid.
 */
export function readFileInfo(
  info: JsonValueInfo | undefined,
  defaultName: string | undefined,
): JsonFileInfo {
  if (info === undefined && defaultName === undefined) {
    throw refusal("Cannot create file without valueInfo.");
  }
  const misspelled = info?.has("mimetype") === true && !info.has("mimeType");
  const isLenient = defaultName !== undefined;
  const mimeType = readInfoText(info, misspelled && isLenient ? "mimetype" : "mimeType");
  if (mimeType === null) throw isNull("mime type", "mimeType");
  if (mimeType !== undefined && parseMediaType(mimeType) === undefined) {
    throw refusal("Invalid mime type given");
  }
  const encoding = readInfoText(info, "encoding");
  if (encoding === null) throw isNull("encoding", "encoding");
  const filename = readInfoText(info, "filename") ?? defaultName;
  const hints =
    misspelled && !isLenient
      ? ["'mimetype' in 'valueInfo' is unknown and was ignored; did you mean 'mimeType'?"]
      : [];
  return { valueInfo: fileValueInfo({ filename, mimeType, encoding }, filenameHint(info)), hints };
}

function filenameHint(info: JsonValueInfo | undefined): string {
  const names = Array.from(info?.keys() ?? []);
  const other = names.find((name) => /^(?:file[_-]?)?name$/i.test(name) && name !== "filename");
  return other === undefined ? "" : `: 'valueInfo' has '${shorten(other)}'`;
}

function isNull(what: string, key: string): InvalidVariableError {
  return refusal(
    `The provided ${what} is null. Set a non-null ${what} into ValueInfo with key '${key}'`,
  );
}
