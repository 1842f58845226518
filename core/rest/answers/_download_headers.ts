import type { ValueInfo, VariableRecord } from "../../storage/storage.ts";
import { contentDisposition } from "../../variables/values/content_disposition.ts";
import { fileContentType } from "../../variables/values/file_content_type.ts";
import { MAX_FILE_HEADER_BYTES } from "../../variables/values/max_file_header_bytes.ts";
import { CACHE_CONTROL, etag, modificationDate } from "../conditions/_validators.ts";
import { shownFile } from "./_shown_file.ts";

/** The type of all but Files. It stands for one that is too long, too: stores that are older than the limit may have such Files. */
const OCTET_STREAM = "application/octet-stream";

/** Whether a browser is to save what it gets, or to show it. */
export type Disposition = "attachment" | "inline";

/**
 * Makes the headers of a download of a variable's bytes. A client chose media type, encoding and file name. So each is written in a
 * form that cannot break out of its header, and a browser is told not to guess the type, and to save a File unless it is asked to
 * show one that it cannot execute.
 *
 * @param record The variable.
 * @param length The number of bytes that are sent.
 * @param wanted What the client asks for; if it does, the answer says for all types what it is.
 */
export function downloadHeaders(
  record: VariableRecord,
  length: number,
  wanted?: Disposition | undefined,
): Record<string, string> {
  const { type, valueInfo } = record;
  const isFile = type === "File";
  const shown = isFile && wanted === "inline" ? shownFile(valueInfo) : undefined;
  // One literal, and no spread of `validators`: that would cost a twentieth of a small read.
  const headers: Record<string, string> = {
    "Content-Type": shown?.contentType ?? (isFile ? savedType(valueInfo) : OCTET_STREAM),
    "Content-Length": String(length),
    "Accept-Ranges": "bytes",
    ETag: etag(record),
    "Last-Modified": modificationDate(record),
    "Cache-Control": CACHE_CONTROL,
    "X-Content-Type-Options": "nosniff",
  };
  if (isFile || wanted !== undefined) {
    const disposition = shown === undefined ? "attachment" : "inline";
    const named = contentDisposition(valueInfo.filename, disposition);
    headers["Content-Disposition"] = fitting(named, disposition);
  }
  if (shown !== undefined) headers["Content-Security-Policy"] = shown.policy;
  return headers;
}

function savedType(valueInfo: ValueInfo): string {
  return fitting(fileContentType(valueInfo), OCTET_STREAM);
}

function fitting(header: string, instead: string): string {
  return header.length > MAX_FILE_HEADER_BYTES ? instead : header;
}
