import { parseMediaType } from "../../multipart/parse_media_type.ts";
import type { ValueInfo } from "../../storage/storage.ts";

/** The longest of the two headers. Clients and proxies refuse longer ones, so that nobody could read such a File. Bytes. */
export const MAX_FILE_HEADER_BYTES = 4_096;

const OCTET_STREAM = "application/octet-stream";
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
/** What is neither printable ASCII nor needs an escape of its own. A surrogate pair is one character. */
const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]/gu;
const QUOTED_PAIR = /["\\]/g;
/** What `encodeURIComponent` leaves though RFC 8187 does not (`attr-char`). */
const NOT_ATTR_CHAR = /[*'()]/g;

/**
 * The `Content-Disposition` of a download (RFC 6266): `filename` in printable ASCII, anything else as `?`, for clients that know
 * no better, and `filename*` with the whole name (RFC 8187). Line ends in a name cannot end the header.
 *
 * @param filename Any text, or `undefined` for an attachment without a name.
 *
 * @example
 * ```ts
 * import { contentDisposition } from "varpost";
 * import assert from "node:assert/strict";
 *
 * const header = `attachment; filename="?rger.pdf"; filename*=UTF-8''%C3%84rger.pdf`;
 * assert.equal(contentDisposition("Ärger.pdf"), header);
 * ```
 */
export function contentDisposition(filename: string | undefined): string {
  if (filename === undefined) return "attachment";
  const name = filename.toWellFormed();
  const fallback = name.replace(NOT_PRINTABLE_ASCII, "?").replace(QUOTED_PAIR, "\\$&");
  const extended = encodeURIComponent(name).replace(NOT_ATTR_CHAR, percentEncode);
  return `attachment; filename="${fallback}"; filename*=UTF-8''${extended}`;
}

/**
 * The `Content-Type` of a File: its media type, with its encoding as `charset`. What cannot stand in a header is left out.
 *
 * @param info The File's value info.
 *
 * @example
 * ```ts
 * import { fileContentType } from "varpost";
 * import assert from "node:assert/strict";
 *
 * assert.equal(fileContentType({ mimeType: "text/csv", encoding: "UTF-8" }), "text/csv; charset=UTF-8");
 * assert.equal(fileContentType({}), "application/octet-stream");
 * ```
 */
export function fileContentType({
  mimeType = OCTET_STREAM,
  encoding = "",
}: Pick<ValueInfo, "mimeType" | "encoding">): string {
  const valid = PRINTABLE_ASCII.test(mimeType) && parseMediaType(mimeType) !== undefined;
  const mediaType = valid ? mimeType : OCTET_STREAM;
  if (!PRINTABLE_ASCII.test(encoding)) return mediaType;
  const charset = TOKEN.test(encoding) ? encoding : `"${encoding.replace(QUOTED_PAIR, "\\$&")}"`;
  return `${mediaType}; charset=${charset}`;
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
