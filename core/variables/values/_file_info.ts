import type { ValueInfo } from "../../storage/storage.ts";
import { refusal } from "../errors/_refusals.ts";
import type { InvalidVariableError } from "../errors/invalid_variable_error.ts";
import { contentDisposition, fileContentType, MAX_FILE_HEADER_BYTES } from "./file_headers.ts";

/** The most that a character takes in a header: one byte, and nine of percent-encoding. */
const MAX_CHARACTER_BYTES = 10;
/** Texts up to this length fit whatever they hold: each header has about 50 characters beside them. */
const ALWAYS_FITS = MAX_FILE_HEADER_BYTES / MAX_CHARACTER_BYTES - 50;

/** What is known of a File before it is checked. */
export interface FileInfo {
  readonly filename: string | undefined;
  readonly mimeType: string | undefined;
  readonly encoding: string | undefined;
}

/**
 * The value info of a File.
 *
 * @param info What is known.
 * @param hint What the sender may have meant, to follow the message that the file name is missing.
 * @throws {InvalidVariableError} If there is no file name, or it holds U+0000, or a header of the download would be too long.
 */
export function fileValueInfo({ filename, mimeType, encoding }: FileInfo, hint = ""): ValueInfo {
  if (filename === undefined || filename === "") {
    throw refusal(
      `Cannot create file without filename! Please set a name into ValueInfo with key filename${hint}`,
    );
  }
  if (filename.includes("\0")) {
    throw refusal("Cannot create file: its filename contains U+0000");
  }
  checkHeaders({ filename, mimeType, encoding });
  return {
    filename,
    ...(mimeType !== undefined && { mimeType }),
    ...(encoding !== undefined && { encoding }),
  };
}

/** What is stored has to be read again: a header too long for clients and proxies would keep everyone from it. */
function checkHeaders({ filename, mimeType = "", encoding = "" }: FileInfo): void {
  if (filename !== undefined && filename.length > ALWAYS_FITS) {
    const { length } = contentDisposition(filename);
    if (length > MAX_FILE_HEADER_BYTES) {
      throw tooLong("filename", "Content-Disposition", length, " (2027 plain characters of ASCII)");
    }
  }
  if (mimeType.length + encoding.length > ALWAYS_FITS) {
    const { length } = fileContentType({ mimeType, encoding });
    if (length > MAX_FILE_HEADER_BYTES) {
      throw tooLong("mime type with its encoding", "Content-Type", length, "");
    }
  }
}

function tooLong(what: string, header: string, length: number, hint: string): InvalidVariableError {
  return refusal(
    `Cannot create file: its ${what} is too long, it makes a ${header} of ${length} bytes and ${MAX_FILE_HEADER_BYTES} are the most${hint}`,
  );
}
