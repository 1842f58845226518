import type { VariableRecord } from "../../storage/storage.ts";
import { contentDisposition } from "../../variables/values/content_disposition.ts";
import { fileContentType } from "../../variables/values/file_content_type.ts";
import { MAX_FILE_HEADER_BYTES } from "../../variables/values/max_file_header_bytes.ts";
import { validators } from "../conditions/_validators.ts";

/** These stand for headers of a File that are too long. Stores that are older than the limit may have such Files. */
const OCTET_STREAM = "application/octet-stream";
const NAMELESS = "attachment";

/**
 * Makes the headers of a download of a variable's bytes. A client chose media type, encoding and file name. So each is written in a
 * form that cannot break out of its header, and a browser is told to save a File and not to guess the type.
 *
 * @param record The variable.
 * @param length The number of bytes that are sent.
 */
export function downloadHeaders(record: VariableRecord, length: number): Record<string, string> {
  const { type, valueInfo } = record;
  const headers: Record<string, string> = {
    "Content-Type":
      type === "File" ? fitting(fileContentType(valueInfo), OCTET_STREAM) : OCTET_STREAM,
    "Content-Length": String(length),
    "Accept-Ranges": "bytes",
    ...validators(record),
    "X-Content-Type-Options": "nosniff",
  };
  if (type === "File") {
    headers["Content-Disposition"] = fitting(contentDisposition(valueInfo.filename), NAMELESS);
  }
  return headers;
}

function fitting(header: string, instead: string): string {
  return header.length > MAX_FILE_HEADER_BYTES ? instead : header;
}
