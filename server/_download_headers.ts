import type { OutgoingHttpHeaders } from "node:http";
import { parseMediaType, type ValueInfo, type VariableRecord } from "../core/mod.ts";
import { contentDisposition } from "./_content_disposition.ts";
import { validators } from "./_validators.ts";

const OCTET_STREAM = "application/octet-stream";
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
const QUOTED_PAIR = /["\\]/g;

/**
 * The headers of a variable's bytes. Media type, encoding and file name are what some client sent, so each is written only in
 * a form that cannot leave its header, and a browser is told to save the bytes and to take the type as it stands.
 */
export function downloadHeaders(record: VariableRecord): OutgoingHttpHeaders {
  const { type, valueInfo, size } = record;
  const headers: OutgoingHttpHeaders = {
    "Content-Type": type === "File" ? fileContentType(valueInfo) : OCTET_STREAM,
    "Content-Length": size,
    "Accept-Ranges": "bytes",
    ...validators(record),
    "X-Content-Type-Options": "nosniff",
  };
  if (type === "File") headers["Content-Disposition"] = contentDisposition(valueInfo.filename);
  return headers;
}

function fileContentType({ mimeType = OCTET_STREAM, encoding = "" }: ValueInfo): string {
  const valid = PRINTABLE_ASCII.test(mimeType) && parseMediaType(mimeType) !== undefined;
  const mediaType = valid ? mimeType : OCTET_STREAM;
  if (!PRINTABLE_ASCII.test(encoding)) return mediaType;
  const charset = TOKEN.test(encoding) ? encoding : `"${encoding.replace(QUOTED_PAIR, "\\$&")}"`;
  return `${mediaType}; charset=${charset}`;
}
