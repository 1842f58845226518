import { parseMediaType } from "../../multipart/parse_media_type.ts";
import type { ValueInfo } from "../../storage/storage.ts";

/** The largest size in bytes of each of the two headers. Clients and proxies refuse longer ones, so nobody could read the File. */
export const MAX_FILE_HEADER_BYTES = 4_096;

const OCTET_STREAM = "application/octet-stream";
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
/** One character that is not printable ASCII. A surrogate pair is one character. */
const NOT_PRINTABLE_ASCII = /[^\x20-\x7e]/gu;
const QUOTED_PAIR = /["\\]/g;
/** Characters that `encodeURIComponent` does not encode and RFC 8187 does (they are not `attr-char`). */
const NOT_ATTR_CHAR = /[*'()]/g;

/**
 * Makes the `Content-Disposition` of a download (RFC 6266). It has the name twice: `filename*` with the whole name (RFC 8187), and
 * for old clients `filename`, in which `?` replaces each character that is not printable ASCII. Line ends in a name are replaced or
 * encoded, so they cannot end the header.
 *
 * @param filename The file's name, which may be any text; `undefined` for an attachment without a name.
 * @returns The header's value.
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
 * Makes the `Content-Type` of a File: its media type, and its encoding as the parameter `charset`. An invalid media type is
 * replaced by `application/octet-stream`. An encoding that is not printable ASCII is left out.
 *
 * @param info The File's value info.
 * @returns The header's value.
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
