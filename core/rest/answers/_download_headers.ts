import type { VariableRecord } from "../../storage/storage.ts";
import { contentDisposition } from "../../variables/values/content_disposition.ts";
import { fileContentType } from "../../variables/values/file_content_type.ts";
import { MAX_FILE_HEADER_BYTES } from "../../variables/values/max_file_header_bytes.ts";
import { validators } from "../conditions/_validators.ts";

/** What a download is called whose own headers are too long, as in stores that are older than their limit. */
const OCTET_STREAM = "application/octet-stream";
const NAMELESS = "attachment";

/**
 * The headers of a variable's bytes. Media type, encoding and file name are what some client sent, so each is written only in
 * a form that cannot leave its header, and a browser is told to save the bytes and to take the type as it stands.
 */
export function downloadHeaders(record: VariableRecord): Record<string, string> {
  const { type, valueInfo, size } = record;
  const headers: Record<string, string> = {
    "Content-Type":
      type === "File" ? fitting(fileContentType(valueInfo), OCTET_STREAM) : OCTET_STREAM,
    "Content-Length": String(size),
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
