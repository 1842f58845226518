import type { ValueInfo } from "../../storage/storage.ts";
import { refusal } from "../errors/_refusals.ts";
import type { InvalidVariableError } from "../errors/invalid_variable_error.ts";
import { contentDisposition } from "./content_disposition.ts";
import { fileContentType } from "./file_content_type.ts";
import { MAX_FILE_HEADER_BYTES } from "./max_file_header_bytes.ts";

/** The largest number of bytes that one code unit of a file name takes in a header: one plain byte, and nine percent-encoded. */
const MAX_CHARACTER_BYTES = 10;
/** A text of at most this length fits, whatever characters it has. Each header has about 50 characters besides the text. */
const ALWAYS_FITS = MAX_FILE_HEADER_BYTES / MAX_CHARACTER_BYTES - 50;

/** The value info of a File before it is checked. */
export interface FileInfo {
  readonly filename: string | undefined;
  readonly mimeType: string | undefined;
  readonly encoding: string | undefined;
}

/**
 * Checks the value info of a File.
 *
 * @param info The value info.
 * @param hint Text to add to the message if the file name is missing: what the sender may have meant. Default: none.
 * @returns The value info as it is stored.
 * @throws {InvalidVariableError} If the file name is missing or holds U+0000, or a header of the download would be too long.
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

/** Checks the length of the headers of a download: clients and proxies refuse long headers, so nobody could read the File. */
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
