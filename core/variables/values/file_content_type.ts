import { parseMediaType } from "../../multipart/parse_media_type.ts";
import type { ValueInfo } from "../../storage/storage.ts";

const OCTET_STREAM = "application/octet-stream";
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
const QUOTED_PAIR = /["\\]/g;

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
